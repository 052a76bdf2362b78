import CryptoCore
import CurlTransport
import HTTPExchange
import OAuth1
import OAuth1Client

/// The code of the comment on ``AuthorizationFlow``.
enum AuthorizationFlowExample {
    static func run(
        _ key: String, _ secret: SecretBytes, _ endpoints: Endpoints, _ transport: any HTTPTransport,
        browse: (String) async throws -> String
    ) async throws -> Signer {
        let flow = try AuthorizationFlow(
            consumerKey: key, key: .hmac(.sha1, consumerSecret: secret), endpoints: endpoints, transport: transport)
        let temporary = try await flow.temporaryCredentials(callback: .url("https://client.example.com/ready"))
        let address = try flow.authorizationURL(for: temporary)
        let url = try await browse(address)
        let verifier = try temporary.verifier(inCallbackURL: url)
        let token = try await flow.tokenCredentials(for: temporary, verifier: verifier)
        let signer = try flow.signer(for: token)
        return signer
    }
}
