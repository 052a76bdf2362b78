import CryptoCore
import HTTPTypes
import OAuth1

/// The endpoint that a service with OAuth 1.0a calls.
struct WebhookReceiver: Sendable {
    let credentials: Credentials
    let verifier: Verifier
    let site: ExternalURL

    init(consumerKey: String, consumerSecret: String, site: String) throws {
        credentials = try Credentials(
            consumerKey: consumerKey, key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: consumerSecret)))
        verifier = try Verifier(window: .seconds(300), ledger: InMemoryNonceLedger())
        self.site = try ExternalURL(base: site)
    }
}
