import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

@Suite("Compressed streams", .timeLimit(.minutes(10)))
struct CompressedStreamTests {
    private static let options: TransferOptions = {
        var options = TransferOptions.streaming
        options.acceptsCompression = true
        return options
    }()
    private static let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"

    @Test("A body that becomes many megabytes is streamed in small pieces")
    func large() async throws {
        let zeros = [UInt8](repeating: 0, count: 32 << 20)
        let member = Compression.gzip.compress(zeros)
        try await withServer({ connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.head)
            for _ in 0..<8 { connection.send(member) }
        }) { server, transport in
            let response = try await transport.stream(server.request(), options: Self.options)
            var count = 0
            for try await piece in response.body {
                #expect(!piece.isEmpty && piece.count <= ContentDecoder.pieceSize)
                count += piece.count
            }
            #expect(count == 8 * zeros.count)
            #expect(try #require(response.body.end).metrics.bytesReceived < 1 << 20)
        }
    }

    @Test("The first piece is decoded before the rest has arrived")
    func early() async throws {
        let proceed = Latch()
        let members = ["first", "second"].map { Compression.gzip.compress(Array($0.utf8)) }
        try await withServer({ connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.head)
            connection.send(members[0] + members[1].prefix(3))
            proceed.wait()
            connection.send(Array(members[1].dropFirst(3)))
        }) { server, transport in
            let response = try await transport.stream(server.request(), options: Self.options)
            var iterator = response.body.makeAsyncIterator()
            #expect(try await iterator.next() == Array("first".utf8))
            #expect(response.body.end == nil)
            proceed.open()
            #expect(try await iterator.next() == Array("second".utf8))
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
            #expect(response.body.end != nil)
        }
    }

    @Test("A malformed body ends the transfer, and every further read throws again")
    func malformed() async throws {
        let gone = Signal()
        try await withServer({ connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.head)
            connection.send(Compression.gzip.compress([1, 2, 3]) + Array("surplus".utf8))
            connection.stall()
            gone.fire()
        }) { server, transport in
            let response = try await transport.stream(server.request(), options: Self.options)
            var iterator = response.body.makeAsyncIterator()
            #expect(try await iterator.next() == [1, 2, 3])
            let expected = TransportError.contentDecodingFailed("bytes follow its end")
            await #expect(throws: expected) { try await iterator.next() }
            await gone.wait()
            await #expect(throws: expected) { try await iterator.next() }
            #expect(response.body.end == nil)
        }
    }

    @Test("A cancelled reader gets no further piece, though there are bytes to decode")
    func cancelled() async throws {
        let member = Compression.gzip.compress([UInt8](repeating: 0, count: 4 << 20))
        try await withServer({ connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.head)
            connection.send(member)
            connection.stall()
        }) { server, transport in
            let response = try await transport.stream(server.request(), options: Self.options)
            let task = Task {
                var iterator = response.body.makeAsyncIterator()
                _ = try await iterator.next()
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                _ = try await iterator.next()
            }
            await #expect(throws: TransportError.cancelled) { try await task.value }
        }
    }

    // In processes of their own, whose memory nothing else uses.

    @Test("A reader that does not read makes the server wait, and memory does not grow")
    func storedBackPressure() async {
        await #expect(processExitsWith: .success) {
            // Stored: as large as decoded.
            try await CompressedStreamTests.measure(
                Compression.gzip.compress([UInt8](repeating: 7, count: 256 << 10), level: 0))
        }
    }

    @Test("A few bytes that become many are decoded as they are read, and memory does not grow")
    func bombBackPressure() async {
        await #expect(processExitsWith: .success) {
            try await CompressedStreamTests.measure(Compression.gzip.compress([UInt8](repeating: 0, count: 64 << 20)))
        }
    }

    @Test(
        "Over HTTP/2, too, memory does not grow", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall))
    func http2BackPressure() async {
        await #expect(processExitsWith: .success) {
            let blocked = Signal()
            let member = Compression.gzip.compress([UInt8](repeating: 7, count: 16_000), level: 0)
            let server = try HTTP2Server { peer in
                peer.send(.settings())
                guard let request = peer.readRequest() else { return }
                peer.send(.headers(request.stream, [("content-encoding", "gzip")]))
                // Within the window of 32 MiB that libcurl 7.88 opens.
                peer.connection.send(HTTP2Frame.data(request.stream, member).bytes, times: 2000) { blocked.fire() }
                blocked.fire()
                peer.connection.stall()
            }
            try await CompressedStreamTests.measure(
                server.transport, server.request(), blocked: blocked, reading: 16 << 20)
        }
    }

    /// Measures a transfer of `member` without end.
    private static func measure(_ member: [UInt8]) async throws -> Never {
        let blocked = Signal()
        let server = FaultServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(head)
            connection.send(member, times: 1_000_000) { blocked.fire() }
        }
        try await measure(CurlTransport(), server.request(), blocked: blocked, reading: 128 << 20)
    }

    /// Measures how much memory a transfer holds, before anything is read and after `count` bytes were, and ends the process.
    private static func measure(
        _ transport: CurlTransport, _ request: HTTPRequest, blocked: Signal, reading count: Int
    ) async throws -> Never {
        let response = try await transport.stream(request, options: options)
        let before = residentBytes()
        await blocked.wait()
        let unread = residentBytes() - before
        var left = count
        var iterator = response.body.makeAsyncIterator()
        while left > 0, let piece = try await iterator.next() { left -= piece.count }
        let read = residentBytes() - before
        precondition(left <= 0)
        precondition(unread < 8 << 20 && read < 8 << 20, "\(unread) bytes unread, \(read) bytes read")
        exit(EXIT_SUCCESS)
    }
}

/// The memory that the process holds.
private func residentBytes() -> Int {
    let file = unsafe open("/proc/self/statm", O_RDONLY)
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(file, &text, text.count)
    let words = String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
