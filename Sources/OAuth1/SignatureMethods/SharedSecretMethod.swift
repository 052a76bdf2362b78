internal import CryptoCore

/// A signature method whose key is two shared secrets.
public enum SharedSecretMethod: Sendable, Hashable, CaseIterable {
    /// HMAC with SHA-1. RFC 5849 section 3.4.2.
    case hmacSHA1
    /// HMAC with SHA-256.
    case hmacSHA256
    /// HMAC with SHA-512.
    case hmacSHA512
    /// The secrets themselves, only over TLS. RFC 5849 section 3.4.4.
    case plaintext

    func key(_ consumerSecret: SecretBytes, _ tokenSecret: SecretBytes?) -> SignatureKey {
        switch self {
        case .hmacSHA1: .hmac(.sha1, consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        case .hmacSHA256: .hmac(.sha256, consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        case .hmacSHA512: .hmac(.sha512, consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        case .plaintext: .plaintext(consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        }
    }
}
