import CryptoCore
import Testing

@testable import OAuth1

/// A request, and what its signer signed in place of the correct base string and key, written by hand.
struct MistakenRequest: Sendable, CustomTestStringConvertible {
    static let form = "application/x-www-form-urlencoded"

    var mistakes: [SignatureMistake]

    // What is sent.
    var method = "GET"
    var url = "https://h/p?b=2&a=1"
    var body = ""
    var contentType = form
    var realm: String?
    var fields = [
        "oauth_consumer_key=k", "oauth_nonce=n", "oauth_signature_method=HMAC-SHA1", "oauth_timestamp=1000",
    ]
    /// What is written into the header for the signature in base64.
    var sent: @Sendable (String) -> String = encode
    /// Which characters the signature must have for the case to show something.
    var needs = ""
    var headers: [(name: String, value: String)] = []
    var secrets: (consumer: String, token: String?) = ("s", nil)

    // What is signed.
    var signedMethod = "GET"
    var signedURI = "https://h/p"
    /// The parameters; `*` stands for the protocol parameters, which otherwise precede what sorts behind them.
    var signed = ["a=1", "b=2"]
    var signedFields: [String]?
    /// How the parts of the base string are encoded.
    var encoding: @Sendable (String) -> String = encode
    var hash = HashAlgorithm.sha1
    /// The key of the HMAC.
    var key = "s&"

    var testDescription: String { mistakes.map { "\($0)" }.joined(separator: " and ") }

    /// The base string that is signed, with a nonce.
    func baseString(nonce: String) -> String {
        let own = (signedFields ?? fields).map { $0 == "oauth_nonce=n" ? "oauth_nonce=\(nonce)" : $0 }
        let place = signed.firstIndex(of: "*") ?? signed.prefix { $0 < "oauth_" }.count
        let others = signed.filter { $0 != "*" }
        let parameters = others.prefix(place) + own + others.dropFirst(place)
        return [signedMethod, signedURI, parameters.joined(separator: "&")].map(encoding).joined(separator: "&")
    }

    /// Returns the request with the signature of what was signed, and that signature's base string.
    func request(key: String? = nil) throws -> (request: ReceivedRequest, baseString: String) {
        let hmac = try HMACKey(hash, key: SecretBytes(utf8: key ?? self.key))
        for nonce in 0..<1000 {
            let baseString = baseString(nonce: "n\(nonce)")
            let signature = Base64.encode(try hmac.authenticationCode(for: Array(baseString.utf8)))
            guard needs.allSatisfy(signature.contains) else { continue }
            let own = fields.map { $0 == "oauth_nonce=n" ? "oauth_nonce=n\(nonce)" : $0 }
            let pairs = (realm.map { ["realm=\($0)"] } ?? []) + own + ["oauth_signature=\(sent(signature))"]
            let elements = pairs.map { pair in
                let equals = pair.firstIndex(of: "=") ?? pair.endIndex
                return "\(pair[..<equals])=\"\(pair[equals...].dropFirst())\""
            }
            let request = ReceivedRequest(
                method: method, url: url, authorization: ["OAuth " + elements.joined(separator: ", ")],
                contentType: body.isEmpty ? nil : contentType, body: Array(body.utf8))
            return (request, baseString)
        }
        throw OAuth1Error.malformed(reason: "no nonce gives such a signature")
    }

    /// Returns the report on a request of this case.
    func report(on request: ReceivedRequest) throws -> VerificationReport {
        try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).report(
            on: request, key: verifyingKey, headers: headers)
    }

    /// The key that the request should be signed with.
    var verifyingKey: SignatureKey {
        .hmac(
            .sha1, consumerSecret: SecretBytes(utf8: secrets.consumer),
            tokenSecret: secrets.token.map { SecretBytes(utf8: $0) })
    }

    /// Percent-encoding, written anew.
    @Sendable static func encode(_ text: String) -> String {
        encode(text, keeping: "", digits: "0123456789ABCDEF")
    }

    /// Percent-encoding that keeps some characters besides the unreserved ones.
    static func encode(_ text: String, keeping kept: String, digits: String) -> String {
        let plain = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + kept).utf8)
        let digits = Array(digits)
        return text.utf8.reduce(into: "") { output, byte in
            if plain.contains(byte) {
                output.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                output += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
