#if Hummingbird

import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OAuth1
import OAuth1Hummingbird
import Testing

/// The code of `Sources/OAuth1Hummingbird/OAuth1Hummingbird.docc/OAuth1Hummingbird.md`.
enum OAuth1HummingbirdExample {
    static func router(
        _ lookUp: @escaping @Sendable (String, String?) async throws -> Credentials?
    ) throws -> Router<BasicOAuth1RequestContext> {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(capacity: 1_000_000))
        let router = Router(context: BasicOAuth1RequestContext.self)
        router.add(
            middleware: OAuth1Middleware(
                verifier: verifier, externalURL: try ExternalURL(base: "https://api.example.com"), credentials: lookUp))
        router.get("photos") { _, context in
            "Photos of \(try context.requireOAuth1().consumerKey)"
        }
        return router
    }
}

@Suite("The example of the article on the middleware") struct OAuth1HummingbirdExampleTests {
    @Test("A signed request gets its answer over a real connection, and any other a 401") func live() async throws {
        let credentials = try Credentials(consumerKey: "k", consumerSecret: SecretBytes(utf8: "s"))
        let router = try OAuth1HummingbirdExample.router { key, _ in key == "k" ? credentials : nil }
        var request = HTTPRequest(method: .get, scheme: "https", authority: "api.example.com", path: "/photos?a=1")
        try Signer(credentials: credentials).sign(&request)
        // The proxy's part: the request reaches the application under another name.
        request.scheme = "http"
        let unsigned = HTTPRequest(method: .get, scheme: "http", authority: nil, path: "/photos")
        try await Self.withApplication(of: router) { transport, authority in
            let responses = [request, request, unsigned].map { request in
                var request = request
                request.authority = authority
                return request
            }
            let answer = try await transport.send(responses[0])
            #expect(answer.head.status == .ok && answer.body == Array("Photos of k".utf8))
            let replay = try await transport.send(responses[1])
            #expect(replay.head.status == .unauthorized)
            #expect(replay.head.headerFields[.wwwAuthenticate] == #"OAuth realm="https://api.example.com""#)
            #expect(try await transport.send(responses[2]).head.status == .unauthorized)
        }
    }

    /// Calls `body` with a transport and the authority of an application that listens on a free port.
    private static func withApplication(
        of router: Router<BasicOAuth1RequestContext>, _ body: (CurlTransport, String) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<Int?>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            let port = try #require(await ports.first { _ in true } ?? nil)
            let transport = try CurlTransport()
            try await body(transport, "127.0.0.1:\(port)")
            await transport.close()
            group.cancelAll()
        }
    }
}

#endif
