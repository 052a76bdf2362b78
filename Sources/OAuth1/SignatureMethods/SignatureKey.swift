public import CryptoCore

/// What requests are signed and verified with: the method, and the key that the method takes.
@nonexhaustive
public enum SignatureKey: Sendable {
    /// HMAC keyed with both secrets (RFC 5849 section 3.4.2).
    case hmac(HashAlgorithm, consumerSecret: SecretBytes, tokenSecret: SecretBytes? = nil)
    /// RSA with PKCS #1 v1.5 padding (section 3.4.3): signs, and verifies what it signed.
    case rsa(HashAlgorithm, RSAPrivateKey)
    /// RSA with PKCS #1 v1.5 padding: verifies only, which is all that a server needs.
    case rsaPublic(HashAlgorithm, RSAPublicKey)
    /// The secrets are sent as the signature (section 3.4.4). Only over TLS, unless `withoutTLS` says
    /// that whoever listens may have them.
    case plaintext(consumerSecret: SecretBytes, tokenSecret: SecretBytes? = nil, withoutTLS: Bool = false)

    /// The method on the wire.
    public var method: SignatureMethod {
        switch self {
        case .hmac(let hash, _, _): Self.hmac(hash)
        case .rsa(let hash, _), .rsaPublic(let hash, _): Self.rsa(hash)
        case .plaintext: .plaintext
        }
    }

    private static func hmac(_ hash: HashAlgorithm) -> SignatureMethod {
        switch hash {
        case .sha1: .hmacSHA1
        case .sha256: .hmacSHA256
        case .sha512: .hmacSHA512
        }
    }

    private static func rsa(_ hash: HashAlgorithm) -> SignatureMethod {
        switch hash {
        case .sha1: .rsaSHA1
        case .sha256: .rsaSHA256
        case .sha512: .rsaSHA512
        }
    }
}

/// The methods that two shared secrets are enough for.
public enum SharedSecretMethod: Sendable, Hashable, CaseIterable {
    /// HMAC with SHA-1 (RFC 5849 section 3.4.2).
    case hmacSHA1
    /// HMAC with SHA-256.
    case hmacSHA256
    /// HMAC with SHA-512.
    case hmacSHA512
    /// The secrets themselves, over TLS only (section 3.4.4).
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
