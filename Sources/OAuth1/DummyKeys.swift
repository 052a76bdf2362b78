internal import CryptoCore

/// What the signature of an unknown consumer is computed with, for each method: nobody's keys, so
/// that the answer takes as long as it does for a consumer who exists.
struct DummyKeys: Sendable {
    private let hmacSHA1: PreparedKey
    private let hmacSHA256: PreparedKey
    private let hmacSHA512: PreparedKey
    private let plaintext: PreparedKey

    init() throws(CryptoError) {
        let secret = SecretBytes(try RandomBytes.generate(32))
        hmacSHA1 = try PreparedKey(.hmac(.sha1, consumerSecret: secret))
        hmacSHA256 = try PreparedKey(.hmac(.sha256, consumerSecret: secret))
        hmacSHA512 = try PreparedKey(.hmac(.sha512, consumerSecret: secret))
        plaintext = try PreparedKey(.plaintext(consumerSecret: secret))
    }

    func key(for method: SignatureMethod) -> PreparedKey {
        switch method {
        case .hmacSHA1: hmacSHA1
        case .hmacSHA256: hmacSHA256
        case .hmacSHA512: hmacSHA512
        case .plaintext: plaintext
        }
    }
}
