internal import Platform

/// An HMAC key as the two blocks that the inner and the outer hash begin with.
///
/// RFC 2104 section 2.
struct KeyBlocks: ~Copyable {
    /// The inner block, then the outer block.
    private let blocks: WipedBytes

    /// Creates the blocks of a key: the key, padded with zeros, each byte xor 0x36 and 0x5c. A key that is longer than a
    /// block is replaced by its digest.
    init(_ key: SecretBytes, _ algorithm: HashAlgorithm) throws(CryptoError) {
        let blockCount = algorithm.blockCount
        let key = key.count > blockCount ? try Self.digest(of: key, algorithm) : key
        blocks = key.withBytes { key in
            WipedBytes(count: 2 * blockCount) { blocks in
                for index in 0..<blockCount {
                    let byte = index < key.count ? key[index] : 0
                    blocks[index] = byte ^ 0x36
                    blocks[blockCount + index] = byte ^ 0x5c
                }
            }
        }
    }

    /// Calls `body` with the addresses of the inner and the outer block.
    func withUnsafePointers<Result>(_ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Result) -> Result {
        blocks.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let inner = bytes.baseAddress else { preconditionFailure("a block has bytes") }
                return unsafe body(inner, inner + bytes.count / 2)
            }
        }
    }

    private static func digest(of key: SecretBytes, _ algorithm: HashAlgorithm) throws(CryptoError) -> SecretBytes {
        try key.withBytes { bytes throws(CryptoError) in try SecretBytes(Digest.hash(bytes, using: algorithm)) }
    }
}
