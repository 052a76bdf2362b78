internal import COpenSSL

/// The hash functions of the signature methods (FIPS 180-4).
@nonexhaustive
public enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    /// 20 bytes. Broken for collisions, sound inside HMAC; RFC 5849 and the Toopher protocol require it.
    case sha1
    /// 32 bytes.
    case sha256
    /// 64 bytes.
    case sha512

    /// The digest's length in bytes.
    public var digestCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// The length in bytes of the block that the hash function works on, and HMAC pads its key to.
    var blockCount: Int {
        switch self {
        case .sha1, .sha256: 64
        case .sha512: 128
        }
    }

    /// OpenSSL's name of the algorithm.
    var openSSLName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }
}

/// Message digests.
public enum Digest {
    /// The digest of `message`.
    public static func hash(_ message: [UInt8], using algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        try hash(message.span, using: algorithm)
    }

    /// The digest of `message`.
    public static func hash(_ message: Span<UInt8>, using algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        let method =
            switch algorithm {
            case .sha1: unsafe EVP_sha1()
            case .sha256: unsafe EVP_sha256()
            case .sha512: unsafe EVP_sha512()
            }
        var digest = [UInt8](repeating: 0, count: algorithm.digestCount)
        guard let method = unsafe method,
            unsafe message.withUnsafeBufferPointer({ message in
                unsafe EVP_Digest(message.baseAddress, message.count, &digest, nil, method, nil) == 1
            })
        else { throw ErrorQueue.failure("EVP_Digest") }
        return digest
    }

    /// The SHA-1 digest of `message`, 20 bytes.
    public static func sha1(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try hash(message, using: .sha1)
    }

    /// The SHA-256 digest of `message`, 32 bytes.
    public static func sha256(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try hash(message, using: .sha256)
    }
}
