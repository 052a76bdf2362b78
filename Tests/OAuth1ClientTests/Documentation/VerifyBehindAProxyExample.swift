import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/VerifyBehindAProxy.md`.
enum VerifyBehindAProxyExample {
    static func run(
        _ request: HTTPRequest, _ body: [UInt8], _ known: Credentials?,
        _ lookUp: @Sendable (String, String?) async throws -> Credentials?
    ) async throws -> (VerifiedRequest, String) {
        let verifier = try Verifier(window: .seconds(300), ledger: InMemoryNonceLedger(capacity: 1_000_000))
        let cache = try CredentialCache()

        let site = try ExternalURL(base: "https://api.example.com")
        let url = try site.url(target: "/v1/photos?size=original")

        let proxies = try TrustedProxies(["10.0.0.0/8"], setting: [.xForwardedProto, .xForwardedHost])
        let forwarded = try proxies.externalURL(
            scheme: "http", authority: "10.0.3.4:8080", target: "/v1/photos?size=original", peer: "10.0.0.2",
            headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "api.example.com")])

        let received = ReceivedRequest(request, url: url, body: body)
        let verified = try await verifier.verify(received) { consumerKey, token in
            try await cache.credentials(consumerKey: consumerKey, token: token) { consumerKey, token in
                try await lookUp(consumerKey, token)
            }
        }

        let report = try verifier.report(on: received, credentials: known)
        print(report)

        return (verified, forwarded)
    }
}
