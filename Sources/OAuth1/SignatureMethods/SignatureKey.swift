public import CryptoCore

/// A signature method with its key.
@nonexhaustive
public enum SignatureKey: Sendable {
    /// HMAC with both secrets as the key. RFC 5849 section 3.4.2.
    case hmac(HashAlgorithm, consumerSecret: SecretBytes, tokenSecret: SecretBytes? = nil)
    /// RSA with PKCS #1 v1.5 padding, to sign and to verify. RFC 5849 section 3.4.3.
    case rsa(HashAlgorithm, RSAPrivateKey)
    /// RSA with PKCS #1 v1.5 padding, only to verify, as a server does.
    case rsaPublic(HashAlgorithm, RSAPublicKey)
    /// The secrets themselves as the signature; only over TLS, unless `withoutTLS` permits to reveal them to
    /// eavesdroppers. RFC 5849 section 3.4.4.
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
