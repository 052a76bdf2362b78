import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/MigrateFromOauthlib.md`.
enum MigrateFromOauthlibExample {
    static func run(
        _ key: String, _ secret: String, _ ownerKey: String, _ ownerSecret: String, _ received: ReceivedRequest,
        _ verifier: Verifier, _ lookUp: @Sendable (String, String?) async throws -> Credentials?
    ) async throws -> (String, VerifiedRequest, [Verifier]) {
        let signer = Signer(
            credentials: try Credentials(
                consumerKey: key, consumerSecret: SecretBytes(utf8: secret), token: ownerKey,
                tokenSecret: SecretBytes(utf8: ownerSecret)))
        let header = try signer.authorizationHeader(method: "GET", url: "https://api.example.com/photos?size=original")

        let verified = try await verifier.verify(received) { consumerKey, token in
            try await lookUp(consumerKey, token)
        }

        let lenient = try Verifier(ledger: InMemoryNonceLedger(), leniencies: .sha1BodyHash)

        let loose = try Verifier(ledger: InMemoryNonceLedger(), bodyPolicy: .unsignedAllowed)

        return (header, verified, [lenient, loose])
    }
}
