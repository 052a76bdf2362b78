import HTTPExchange
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

@Suite("Content decoder")
struct ContentDecoderTests {
    private static let text = Array(String(repeating: "All that glisters is not gold. ", count: 40).utf8)

    private static func decoding(_ format: Compression, mayBeEmpty: Bool = true, ratio: Int? = nil) -> BodyDecoding {
        BodyDecoding(coding: format == .gzip ? .gzip : .deflate, mayBeEmpty: mayBeEmpty, maximumRatio: ratio)
    }

    /// Decodes a body that arrives in pieces of `size` bytes.
    private static func decode(
        _ body: [UInt8], _ decoding: BodyDecoding, size: Int = .max
    ) throws(TransportError) -> [UInt8] {
        let decoder = ContentDecoder(decoding)
        var decoded: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            decoder.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let piece = try decoder.next() {
                #expect(!piece.isEmpty && piece.count <= ContentDecoder.pieceSize)
                decoded += piece
            }
        }
        try decoder.finish()
        try decoder.finish()
        return decoded
    }

    private static func error(_ body: [UInt8], _ decoding: BodyDecoding, size: Int = .max) -> TransportError? {
        do throws(TransportError) {
            _ = try decode(body, decoding, size: size)
            return nil
        } catch {
            return error
        }
    }

    private static func isMalformed(_ error: TransportError?) -> Bool {
        if case .contentDecodingFailed = error { true } else { false }
    }

    @Test("A body is decoded, however it is split", arguments: Compression.allCases)
    func roundTrip(format: Compression) throws {
        var random = SeededGenerator(seed: 1)
        for plain in [[], [7], Self.text, random.bytes(200_000), [UInt8](repeating: 0, count: 300_000)] {
            for level: Int32 in [0, 9] {
                let body = format.compress(plain, level: level)
                for size in [1, 2, 3, 1000, Int.max] where size > 3 || body.count < 5000 {
                    #expect(try Self.decode(body, Self.decoding(format), size: size) == plain)
                }
            }
        }
    }

    @Test("A body that is cut off is truncated, wherever the cut is", arguments: Compression.allCases)
    func truncated(format: Compression) {
        let body = format.compress(Self.text)
        for count in 0..<body.count {
            for size in [1, Int.max] {
                let error = Self.error(Array(body[..<count]), Self.decoding(format, mayBeEmpty: false), size: size)
                #expect(error == .truncatedResponse, "\(count) of \(body.count) bytes")
            }
        }
        #expect(Self.error(body, Self.decoding(format, mayBeEmpty: false)) == nil)
        #expect(Self.error([], Self.decoding(format)) == nil)
    }

    @Test("A changed bit never makes another body", arguments: [Compression.gzip, .zlib])
    func changed(format: Compression) {
        let body = format.compress(Self.text)
        // The beginning of a gzip member has a time and flags that nothing checks.
        for index in (format == .gzip ? 10 : 2)..<body.count {
            for bit in 0..<8 {
                var changed = body
                changed[index] ^= 1 << bit
                // The last block is padded with bits that nothing checks.
                let decoded = try? Self.decode(changed, Self.decoding(format))
                #expect(decoded == nil || decoded == Self.text, "byte \(index), bit \(bit)")
                // The trailer.
                if index >= body.count - 4 { #expect(Self.isMalformed(Self.error(changed, Self.decoding(format)))) }
            }
        }
    }

    @Test(
        "The beginning of a gzip member is checked", arguments: [(0, 0x1E), (1, 0x8C), (2, 0x07), (3, 0x20), (3, 0xE0)])
    func header(index: Int, byte: UInt8) {
        var body = Compression.gzip.compress(Self.text)
        body[index] = byte
        #expect(Self.isMalformed(Self.error(body, Self.decoding(.gzip))))
    }

    @Test("Extra field, name, comment and header checksum of a gzip member are skipped, the checksum verified")
    func optionalFields() throws {
        let plain = Compression.gzip.compress(Self.text)
        var body = Array(plain[..<10]) + [3, 0, 1, 2, 3] + Array("name\0comment\0".utf8) + plain[10...]
        body[3] = 0x04 | 0x08 | 0x10
        #expect(try Self.decode(body, Self.decoding(.gzip), size: 1) == Self.text)
        // FHCRC, with a wrong checksum.
        var checked = Array(plain[..<10]) + [0, 0] + plain[10...]
        checked[3] = 0x02
        #expect(Self.isMalformed(Self.error(checked, Self.decoding(.gzip))))
    }

    @Test("Several gzip members are joined, empty ones included")
    func members() throws {
        let member = Compression.gzip.compress(Self.text)
        let body = member + Compression.gzip.compress([]) + member + Compression.gzip.compress([1, 2, 3])
        for size in [1, 7, Int.max] {
            #expect(try Self.decode(body, Self.decoding(.gzip), size: size) == Self.text + Self.text + [1, 2, 3])
        }
        // The last one is complete, or the body is not.
        for count in member.count + 1..<2 * member.count {
            #expect(Self.error(Array((member + member)[..<count]), Self.decoding(.gzip)) == .truncatedResponse)
        }
    }

    @Test(
        "Bytes after the end are an error", arguments: Compression.allCases,
        [[0], [0, 0, 0, 0], [0x1F, 0x8C], Array("surplus".utf8)])
    func surplus(format: Compression, surplus: [UInt8]) {
        let body = format.compress(Self.text) + surplus
        for size in [1, Int.max] { #expect(Self.isMalformed(Self.error(body, Self.decoding(format), size: size))) }
    }

    @Test("Only gzip has members to join", arguments: [Compression.zlib, .raw])
    func deflateTwice(format: Compression) {
        let body = format.compress(Self.text)
        #expect(Self.isMalformed(Self.error(body + body, Self.decoding(format))))
    }

    @Test(
        "What is not in the coding is an error",
        arguments: [
            Array("{\"plain\": \"text\"}".utf8), [0xFF, 0xFF, 0xFF, 0xFF], Compression.zlib.compress(text),
            // A preset dictionary; a reserved kind of block.
            [0x78, 0xBB, 0, 0, 0, 1], [0x07, 0x00],
        ])
    func otherFormat(body: [UInt8]) {
        #expect(Self.isMalformed(Self.error(body, Self.decoding(.gzip))))
        if body != Compression.zlib.compress(Self.text) { #expect(Self.error(body, Self.decoding(.zlib)) != nil) }
    }

    @Test("An error is thrown again, and nothing is decoded after it")
    func failure() {
        let decoder = ContentDecoder(Self.decoding(.gzip))
        decoder.append([1, 2, 3])
        #expect(throws: TransportError.self) { try decoder.next() }
        decoder.append(Compression.gzip.compress(Self.text))
        #expect(throws: TransportError.self) { try decoder.next() }
        #expect(throws: TransportError.self) { try decoder.finish() }
    }

    @Test("A few bytes become no more than one piece at a time")
    func pieces() throws {
        let count = 64 << 20
        let decoder = ContentDecoder(Self.decoding(.gzip))
        decoder.append(Compression.gzip.compress([UInt8](repeating: 0, count: count)))
        var (decoded, largest) = (0, 0)
        while let piece = try decoder.next() {
            decoded += piece.count
            largest = max(largest, piece.count)
        }
        try decoder.finish()
        #expect(decoded == count)
        #expect(largest == ContentDecoder.pieceSize)
    }

    @Test("The ratio is limited beyond the first mebibyte", arguments: Compression.allCases)
    func ratio(format: Compression) {
        let small = format.compress([UInt8](repeating: 0, count: ContentDecoder.freeCount))
        #expect(Self.error(small, Self.decoding(format, ratio: 1)) == nil)
        let zeros = [UInt8](repeating: 0, count: 4 << 20)
        let large = format.compress(zeros)
        let ratio = zeros.count / large.count
        #expect(Self.error(large, Self.decoding(format, ratio: ratio + 40)) == nil)
        #expect(
            Self.error(large, Self.decoding(format, ratio: ratio - 40)) == .compressionRatioTooHigh(limit: ratio - 40))
        #expect(Self.error(large, Self.decoding(format)) == nil)
    }

    @Test("A collected body is limited in decoded bytes")
    func limit() throws {
        let body = Compression.gzip.compress(Self.text)
        let decoding = Self.decoding(.gzip)
        #expect(try ContentDecoder.decode(body, decoding, limit: Self.text.count) == Self.text)
        let limit = Self.text.count - 1
        #expect(throws: TransportError.responseTooLarge(limit: limit)) {
            try ContentDecoder.decode(body, decoding, limit: limit)
        }
    }

    @Test("Decoding ends with its task")
    func cancelled() async {
        let body = Compression.gzip.compress([UInt8](repeating: 0, count: 1 << 20))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try ContentDecoder.decode(body, Self.decoding(.gzip), limit: .max)
        }
        await #expect(throws: TransportError.cancelled) { try await task.value }
    }

    @Test(
        "Names of codings are lists without regard to case",
        arguments: [
            ("gzip", ContentCoding.gzip), ("GZip", .gzip), ("x-gzip", .gzip), ("deflate", .deflate),
            (" \tgzip , ", .gzip),
            ("identity, gzip", .gzip), ("", nil), ("identity", nil), (",,", nil),
        ])
    func names(value: String, coding: ContentCoding?) {
        var list = ContentCodingList()
        list.append(Array(value.utf8).span)
        #expect(list.coding == coding)
        #expect(list.refusal == nil)
    }

    @Test(
        "Other codings, and several, are refused",
        arguments: [
            "br", "zstd", "compress", "gzip, gzip", "gzip, deflate", "br, gzip", "gzip;q=1", "g zip", "\"gzip\"",
            "gzip\u{B}",
            "gzi", "x-deflate", String(repeating: "x", count: 5000),
        ])
    func refused(value: String) {
        var list = ContentCodingList()
        list.append(Array(value.utf8).span)
        #expect(list.refusal.map { $0.utf8.count < 60 } == true)
        var two = ContentCodingList()
        for _ in 0..<2 { two.append(Array("gzip".utf8).span) }
        #expect(two.refusal != nil)
    }
}
