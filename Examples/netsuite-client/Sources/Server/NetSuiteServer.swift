import CryptoCore
import Glibc
import Hummingbird
import OAuth1
import OAuth1Hummingbird

/// Verifies requests as NetSuite does, for its account 1234567_SB1: with HMAC-SHA256, the realm, and bodies without a hash.
@main
struct NetSuiteServer {
    static func main() async throws {
        let environment = Environment()
        guard let key = environment.get("NETSUITE_CONSUMER_KEY"),
            let secret = environment.get("NETSUITE_CONSUMER_SECRET"),
            let token = environment.get("NETSUITE_TOKEN"), let tokenSecret = environment.get("NETSUITE_TOKEN_SECRET")
        else { fatalError("set the NETSUITE_… variables") }
        let credentials = try Credentials(
            consumerKey: key, token: token,
            key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: secret), tokenSecret: SecretBytes(utf8: tokenSecret)))
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), bodyPolicy: .unsignedAllowed)
        let site = try ExternalURL(base: "https://1234567-sb1.suitetalk.api.netsuite.com")

        let router = Router(context: BasicOAuth1RequestContext.self)
        router.add(
            middleware: OAuth1Middleware(verifier: verifier, externalURL: site, realm: "1234567_SB1") {
                consumer, given in
                consumer == key && given == token ? credentials : nil
            })
        router.post("services/rest/query/v1/suiteql") { request, context in
            let signed = try context.requireOAuth1()
            // The realm is no part of what is signed.
            guard request.headers[.authorization]?.hasPrefix("OAuth realm=\"1234567_SB1\", ") == true,
                !signed.coversBody, let limit = signed.parameters.first("limit")
            else { throw HTTPError(.unauthorized) }
            let query = String(buffer: try await request.body.collect(upTo: 64 << 10))
            return "at most \(limit) rows of \(query)"
        }

        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try await server.runService()
    }
}
