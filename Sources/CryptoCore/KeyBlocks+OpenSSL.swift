internal import COpenSSL

/// An HMAC key as the two blocks that the inner and the outer hash start with (RFC 2104 section 2);
/// wiped at the end.
struct KeyBlocks: ~Copyable {
    private(set) var inner: [UInt8]
    private(set) var outer: [UInt8]

    /// The key, padded with zeros, each byte xor 0x36 and 0x5c. One longer than a block is replaced by
    /// its digest.
    init(_ key: SecretBytes, _ algorithm: HashAlgorithm) throws(CryptoError) {
        let key = key.count > algorithm.blockCount ? try Self.digest(key, algorithm) : key
        inner = [UInt8](repeating: 0x36, count: algorithm.blockCount)
        outer = [UInt8](repeating: 0x5c, count: algorithm.blockCount)
        key.withBytes { bytes in
            for index in bytes.indices {
                inner[index] ^= bytes[index]
                outer[index] ^= bytes[index]
            }
        }
    }

    private static func digest(_ key: SecretBytes, _ algorithm: HashAlgorithm) throws(CryptoError) -> SecretBytes {
        try key.withBytes { bytes throws(CryptoError) in
            try SecretBytes(Digest.hash(bytes, using: algorithm))
        }
    }

    /// Wipes both blocks; to call when they were absorbed.
    mutating func wipe() {
        unsafe OPENSSL_cleanse(&inner, inner.count)
        unsafe OPENSSL_cleanse(&outer, outer.count)
    }
}
