internal import CryptoCore
internal import OAuth1

extension SignatureKey {
    /// Returns the same key with the secret of a token; RSA has none (RFC 5849 section 3.4.3).
    func with(tokenSecret: SecretBytes?) -> SignatureKey {
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
