public import CryptoCore

/// A method of signing a request: the value of `oauth_signature_method`.
///
/// Credentials are for one method. A request that names another one is refused, so nobody can choose a weaker method, or
/// use a key in another way, on the consumer's behalf.
///
/// RFC 5849 section 3.4.
@nonexhaustive
public enum SignatureMethod: Sendable, Hashable, CaseIterable {
    /// HMAC with SHA-1. RFC 5849 section 3.4.2.
    case hmacSHA1
    /// HMAC with SHA-256, as NetSuite and Magento require it.
    case hmacSHA256
    /// HMAC with SHA-512.
    case hmacSHA512
    /// RSA with SHA-1 and PKCS #1 v1.5 padding, as Jira's application links use it. RFC 5849 section 3.4.3.
    case rsaSHA1
    /// RSA with SHA-256, as Mastercard requires it.
    case rsaSHA256
    /// RSA with SHA-512.
    case rsaSHA512
    /// The secrets themselves, which protect nothing that the connection does not. RFC 5849 section 3.4.4.
    case plaintext

    /// The name on the wire.
    public var name: String { "\(wireName)" }

    /// Creates the method of a name on the wire, which is case-sensitive; `nil` if it is unknown.
    public init?(name: String) {
        guard let method = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = method
    }

    @inline(__always)
    var wireName: StaticString {
        switch self {
        case .hmacSHA1: "HMAC-SHA1"
        case .hmacSHA256: "HMAC-SHA256"
        case .hmacSHA512: "HMAC-SHA512"
        case .rsaSHA1: "RSA-SHA1"
        case .rsaSHA256: "RSA-SHA256"
        case .rsaSHA512: "RSA-SHA512"
        case .plaintext: "PLAINTEXT"
        }
    }

    /// The hash function of the method, and of an `oauth_body_hash` in the same request.
    ///
    /// PLAINTEXT has none; its body hashes are made with SHA-1, the only hash function that the extension names.
    public var hash: HashAlgorithm {
        switch self {
        case .hmacSHA1, .rsaSHA1, .plaintext: .sha1
        case .hmacSHA256, .rsaSHA256: .sha256
        case .hmacSHA512, .rsaSHA512: .sha512
        }
    }
}
