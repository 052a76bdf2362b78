/// The hash functions of the signature methods.
///
/// FIPS 180-4.
@nonexhaustive
public enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    /// SHA-1, of 20 bytes. Broken for collisions, sound inside HMAC. RFC 5849 and the Toopher protocol require it.
    case sha1
    /// SHA-256, of 32 bytes.
    case sha256
    /// SHA-512, of 64 bytes.
    case sha512

    /// The length of the digest in bytes.
    public var digestCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// The length in bytes of the block that the hash function works on, and to which HMAC pads its key.
    var blockCount: Int {
        switch self {
        case .sha1, .sha256: 64
        case .sha512: 128
        }
    }

    /// OpenSSL's name of the hash function.
    var openSSLName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }
}
