package import CryptoCore
package import OAuth1

extension SignatureKey {
    /// Whether the method is RSA with any hash function.
    var isRSA: Bool {
        switch self {
        case .rsa, .rsaPublic: true
        default: false
        }
    }

    /// Returns the same key with the secret of a token; RSA has none (RFC 5849 section 3.4.3).
    package func with(tokenSecret: SecretBytes?) -> SignatureKey {
        switch self {
        case .hmac(let hash, let consumerSecret, _):
            .hmac(hash, consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        case .plaintext(let consumerSecret, _, let withoutTLS):
            .plaintext(consumerSecret: consumerSecret, tokenSecret: tokenSecret, withoutTLS: withoutTLS)
        case .rsa, .rsaPublic:
            self
        }
    }
}
