import CryptoCore
import CurlTransport
import Glibc
import HTTPTypes
import OAuth1

/// Posts JSON to an API of Mastercard: RSA-SHA256, with the hash of the body.
///   MASTERCARD_CONSUMER_KEY=… MASTERCARD_KEY_FILE=key.pem mastercard-client /service/resource '{"a":1}'
/// With MASTERCARD_STAND_IN=127.0.0.1:8080 the request goes to a server there, signed as for Mastercard.
@main
struct MastercardClient {
    static func main() async throws {
        guard CommandLine.arguments.count == 3, let consumerKey = variable("MASTERCARD_CONSUMER_KEY"),
            let file = variable("MASTERCARD_KEY_FILE"), let pem = contents(of: file)
        else {
            print("usage: mastercard-client PATH JSON, and MASTERCARD_CONSUMER_KEY and MASTERCARD_KEY_FILE")
            exit(64)
        }
        let credentials = try Credentials(
            consumerKey: consumerKey, key: .rsa(.sha256, try RSAPrivateKey(pemRepresentation: SecretBytes(pem))))
        let signer = Signer(credentials: credentials, nonces: try RandomNonce.source(length: 16))
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "sandbox.api.mastercard.com", path: CommandLine.arguments[1])
        request.headerFields[.contentType] = "application/json"
        let body = Array(CommandLine.arguments[2].utf8)
        try signer.sign(&request, body: body, bodyHash: .unlessForm)
        if let standIn = variable("MASTERCARD_STAND_IN") { (request.scheme, request.authority) = ("http", standIn) }

        let response = try await CurlTransport().send(request, body: body)
        print(response.head.status.code, String(decoding: response.body, as: UTF8.self))
        exit(response.head.status.kind == .successful ? 0 : 1)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
