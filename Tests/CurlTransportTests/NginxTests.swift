import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

/// A real server over plain http.
@Suite("nginx", .enabled(if: NginxServer.isInstalled, NginxServer.howToInstall), .timeLimit(.minutes(10)))
struct NginxTests {
    @Test("Consecutive requests share one connection")
    func reuse() async throws {
        try await withNginx { server, transport in
            for number in 0..<5 {
                let response = try await transport.send(server.request())
                #expect(response.metrics?.isReusedConnection == (number > 0))
                #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("GET HTTP/1.1 "))
            }
        }
    }

    @Test("A file that was sent is returned unchanged, then deleted", arguments: [0, 1, 200_000, 3_000_000])
    func putAndGet(size: Int) async throws {
        try await withNginx { server, transport in
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
            let options = TransferOptions(maximumResponseBytes: size)
            let created = try await transport.send(server.request(.put, "/files/a"), body: body)
            #expect(created.head.status == .created)
            let read = try await transport.send(server.request(.get, "/files/a"), body: [], options: options)
            #expect(read.body == body)
            let deleted = try await transport.send(server.request(.delete, "/files/a"))
            #expect(deleted.head.status == .noContent)
            let missing = try await transport.send(server.request(.head, "/files/a"))
            #expect(missing.head.status == .notFound)
            #expect(missing.body.isEmpty)
        }
    }

    @Test("A hundred concurrent requests all have a response")
    func parallel() async throws {
        try await withNginx { server, transport in
            server.folder.write("files/a", Array("content".utf8))
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<100 {
                    group.addTask { try await transport.send(server.request(.get, "/files/a")).body }
                }
                for try await body in group { #expect(body == Array("content".utf8)) }
            }
        }
    }

    @Test("A server that stops between two requests fails the second one, and the transport still works")
    func restart() async throws {
        let transport = try CurlTransport()
        for _ in 0..<2 {
            let server = NginxServer()
            let response = try await transport.send(server.request())
            #expect(response.head.status == .ok)
            server.stop()
            let error = await failure { () async throws(TransportError) in try await transport.send(server.request()) }
            #expect(error == .couldNotConnect)
        }
        await transport.close()
    }
}
