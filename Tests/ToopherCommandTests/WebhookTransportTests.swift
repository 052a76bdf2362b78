#if Service

import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import ToopherCommand

@Suite("The transport of webhooks", .timeLimit(.minutes(5)))
struct WebhookTransportTests {
    private func failure(
        _ scheme: String, _ authority: String, _ transport: CurlTransport
    ) async -> TransportError? {
        let request = HTTPRequest(method: .post, scheme: scheme, authority: authority, path: "/")
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("An address that is not public is not connected to, unless the operator has named host and port")
    func addresses() async throws {
        let server = FaultServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let (port, other) = (server.port, server.port == 65535 ? 1024 : server.port + 1)
        for exceptions in [[], ["127.0.0.1:\(other)"], ["127.0.0.1"], ["localhost:\(port)"]] {
            let transport = try WebhookTransport.make(exceptions, connections: 4)
            for scheme in ["https", "http"] {
                let error = await failure(scheme, "127.0.0.1:\(port)", transport)
                #expect(error == .addressNotPermitted("127.0.0.1"), "\(scheme) \(exceptions)")
            }
            await transport.close()
        }
        #expect(server.connectionCount == 0)
        let transport = try WebhookTransport.make(["127.0.0.1:\(port)"], connections: 4)
        #expect(await failure("http", "127.0.0.1:\(port)", transport) == nil)
        #expect(server.connectionCount == 1)
        await transport.close()
        server.stop()
    }

    @Test("A proxy of the environment is not used")
    func proxies() async throws {
        let server = FaultServer { $0.stall() }
        // With the default, `http_proxy` of the environment would make the rule for addresses an error.
        let variables = ["https_proxy": "http://\(server.authority)", "http_proxy": "http://\(server.authority)"]
        let outcome = try await ToopherProcess.run(
            "serve", "--port", "0", "--database", "/dev/null/t.sqlite", environment: variables)
        #expect(outcome.status == 1 && outcome.error.contains("cannot open the database"), "\(outcome.error)")
        #expect(server.connectionCount == 0)
        server.stop()
    }
}

#endif
