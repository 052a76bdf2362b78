import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client

/// The code of `Sources/OAuth1Client/OAuth1Client.docc/ETrade.md`.
enum ETradeExample {
    static func run(
        _ consumerKey: String, _ consumerSecret: String, _ scheme: String, _ authority: String,
        _ transport: any HTTPTransport, askForCode: (String) async throws -> String
    ) async throws -> (TokenCredentials, Bool) {
        let (api, site) = ("\(scheme)://\(authority)", "\(scheme)://\(authority)")

        let flow = try AuthorizationFlow(
            consumerKey: consumerKey, key: .hmac(.sha1, consumerSecret: SecretBytes(utf8: consumerSecret)),
            endpoints: Endpoints(
                temporaryCredentials: api + "/oauth/request_token", authorization: site + "/e/t/etws/authorize",
                token: api + "/oauth/access_token", authorizationToken: "token"),
            style: RequestStyle(method: .get), transport: transport)
        let temporary = try await flow.temporaryCredentials(callback: .outOfBand)
        let address = try flow.authorizationURL(for: temporary, parameters: [Parameter("key", consumerKey)])
        let token = try await flow.tokenCredentials(for: temporary, verifier: askForCode(address))

        let signing = SigningTransport(transport, signer: try flow.signer(for: token))
        let renewal = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/oauth/renew_access_token")
        let isActive = try await signing.send(renewal).head.status == .ok

        return (token, isActive)
    }
}
