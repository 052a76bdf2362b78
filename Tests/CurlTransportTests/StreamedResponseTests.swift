import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Streamed responses", .timeLimit(.minutes(10)))
struct StreamedResponseTests {
    static let chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"

    @Test("The head is returned before the body, the body while it arrives, trailers and metrics at its end")
    func download() async throws {
        let proceed = Latch()
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(Self.chunkedHead + "3\r\nabc\r\n")
            proceed.wait()
            connection.send("2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n")
        }
        try await withServer(script) { server, transport in
            let response = try await transport.stream(server.request())
            #expect(response.head.status == .ok)
            var iterator = response.body.makeAsyncIterator()
            #expect(try await iterator.next() == Array("abc".utf8))
            #expect(response.body.end == nil)
            proceed.open()
            #expect(try await iterator.next() == Array("de".utf8))
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
            let end = try #require(response.body.end)
            #expect(end.trailers[try #require(HTTPField.Name("X-Sum"))] == "5")
            #expect(end.metrics.version == .http11)
            #expect(end.metrics.bytesReceived >= 5)
        }
    }

    @Test("A slow reader slows the server down, and receives everything")
    func backPressure() async throws {
        let (size, piece) = (64 << 20, [UInt8](repeating: 7, count: 1 << 16))
        let blocked = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            connection.send(piece, times: size / piece.count) { blocked.fire() }
        }
        try await withServer(script) { server, transport in
            let response = try await transport.stream(server.request())
            // Without a reader, the server fills all buffers and waits.
            await blocked.wait()
            var received = 0
            for try await piece in response.body {
                #expect(!piece.isEmpty && piece.count <= DownloadPipe.highWater)
                received += piece.count
            }
            #expect(received == size)
        }
    }

    @Test("A body that ends early is an error, never a short body")
    func truncated() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        }
        try await withServer(script) { server, transport in
            let response = try await transport.stream(server.request())
            let error = await failure { () async throws(TransportError) in
                for try await _ in response.body {}
                return true
            }
            #expect(error == .truncatedResponse)
            #expect(response.body.end == nil)
        }
    }

    @Test("The rest of a broken body is discarded, that of a complete one is returned", arguments: [true, false])
    func rest(isBroken: Bool) async {
        let pipe = DownloadPipe()
        let piece: [UInt8] = [1, 2, 3]
        #expect(unsafe piece.withUnsafeBufferPointer { unsafe pipe.append($0) })
        pipe.finish(isBroken ? .failure(.truncatedResponse) : .success(RawResponse()))
        switch await pipe.read() {
        case .bytes(let bytes, _): #expect(!isBroken && bytes == piece)
        case .end: #expect(isBroken)
        }
    }

    @Test("Releasing the body, or cancelling its reader, ends the transfer", arguments: [true, false])
    func abandoned(byDropping: Bool) async throws {
        let gone = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(Self.chunkedHead + "1\r\na\r\n")
            connection.stall()
            gone.fire()
        }
        try await withServer(script) { server, transport in
            let request = server.request()
            let begun = Signal()
            let task = Task {
                // Only the end of the reader can end the transfer.
                let options = TransferOptions(totalTimeout: .seconds(600))
                let response = try await transport.stream(request, options: options)
                var iterator = response.body.makeAsyncIterator()
                _ = try await iterator.next()
                begun.fire()
                if !byDropping { _ = try await iterator.next() }
            }
            await begun.wait()
            if !byDropping {
                task.cancel()
                await #expect(throws: TransportError.cancelled) { try await task.value }
            }
            await gone.wait()
        }
    }

    @Test("Closing the transport ends a read of the body with closed")
    func closed() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(Self.chunkedHead)
            connection.stall()
        }
        try await withServer(script) { server, transport in
            let response = try await transport.stream(server.request())
            async let piece = failure { () async throws(TransportError) in
                var iterator = response.body.makeAsyncIterator()
                return try await iterator.next()
            }
            await transport.close()
            #expect(await piece == .closed)
        }
    }

    @Test("While one task reads the body, another one is refused at once, and the first one reads on")
    func secondReader() async throws {
        let proceed = Latch()
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(Self.chunkedHead)
            proceed.wait()
            connection.send("3\r\nabc\r\n0\r\n\r\n")
        }
        try await withServer(script) { server, transport in
            let body = try await transport.stream(server.request()).body
            let results = await withTaskGroup(of: Result<[UInt8], TransportError>.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        await result { () async throws(TransportError) in try await body.collect(upTo: 10) }
                    }
                }
                // The first one to end is the one that is refused; until then the other one waits.
                var results: [Result<[UInt8], TransportError>] = []
                for await result in group {
                    results.append(result)
                    proceed.open()
                }
                return results
            }
            #expect(results == [.failure(.concurrentRead), .success(Array("abc".utf8))])
            #expect(body.end != nil)
        }
    }

    @Test("collect stops at its limit")
    func limit() async throws {
        try await withServer({ $0.respondToAll("12345") }) { server, transport in
            let fits = try await transport.stream(server.request())
            #expect(try await fits.body.collect(upTo: 5) == Array("12345".utf8))
            let tooLarge = try await transport.stream(server.request())
            let error = await failure { () async throws(TransportError) in try await tooLarge.body.collect(upTo: 4) }
            #expect(error == .responseTooLarge(limit: 4))
        }
    }

    @Test("A refused request throws, and so does a malformed head")
    func noHead() async throws {
        try await withServer({ connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")
        }) { server, transport in
            let error = await failure { () async throws(TransportError) in
                try await transport.stream(server.request()).head
            }
            guard case .malformedResponse = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
