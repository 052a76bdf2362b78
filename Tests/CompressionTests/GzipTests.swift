#if Service

import Testing

@testable import Compression

@Suite("gzip") struct GzipTests {
    static let texts: [[UInt8]] = [
        [], [0], Array("a".utf8), Array(String(repeating: "toopher ", count: 10_000).utf8),
        (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) },
    ]

    @Test("What zlib reads is what was compressed", arguments: texts.indices) func roundTrip(_ index: Int) throws {
        let text = Self.texts[index]
        let compressed = try Gzip.compress(text)
        #expect(try Gunzipped.bytes(compressed, atMost: text.count + 1) == text)
        #expect(try Gzip.compress(text) == compressed, "the same bytes always give the same")
        // Every changed byte is noticed, but the operating system and the hint of effort in the header.
        for position in Set(compressed.indices.prefix(40)).union(compressed.indices.suffix(40))
        where ![4, 5, 6, 7, 8, 9].contains(position) {
            var changed = compressed
            changed[position] ^= 1
            let read = try? Gunzipped.bytes(changed, atMost: text.count + 1)
            #expect(read != text || position == 3, "byte \(position)")
        }
    }

    @Test("RFC 1952: magic numbers, deflate, no flags, no time, and the size at the end") func envelope() throws {
        let compressed = try Gzip.compress(Array("hello".utf8))
        #expect(compressed.prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        #expect(compressed.suffix(4) == [5, 0, 0, 0])
        // CRC-32 of "hello", least significant byte first.
        #expect(compressed.suffix(8).prefix(4) == [0x86, 0xA6, 0x10, 0x36])
    }

    @Test("The checksum's value for the digits is ISO 3309's") func checksum() {
        #expect(Zlib.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}

#endif
