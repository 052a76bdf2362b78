#if Hummingbird

import CryptoCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
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
        let headers = request.headerFields
        try await Application(router: router).test(.live) { client in
            let answer = try await client.execute(uri: "/photos?a=1", method: .get, headers: headers)
            #expect(answer.status == .ok && String(buffer: answer.body) == "Photos of k")
            let replay = try await client.execute(uri: "/photos?a=1", method: .get, headers: headers)
            #expect(replay.status == .unauthorized)
            #expect(replay.headers[.wwwAuthenticate] == #"OAuth realm="https://api.example.com""#)
            #expect(try await client.execute(uri: "/photos", method: .get).status == .unauthorized)
        }
    }
}

#endif
