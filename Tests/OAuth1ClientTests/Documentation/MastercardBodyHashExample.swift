import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/MastercardBodyHash.md`.
enum MastercardBodyHashExample {
    static func run(_ consumerKey: String, _ pem: String, _ json: [UInt8]) throws -> HTTPRequest {
        let credentials = try Credentials(
            consumerKey: consumerKey, key: .rsa(.sha256, try RSAPrivateKey(pemRepresentation: SecretBytes(utf8: pem))))
        let signer = Signer(credentials: credentials, nonces: try RandomNonce.source(length: 16))
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "sandbox.api.mastercard.com", path: "/service/resource")
        request.headerFields[.contentType] = "application/json"
        try signer.sign(&request, body: json, bodyHash: .unlessForm)

        return request
    }
}
