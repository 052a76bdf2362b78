/// scrypt, which makes each guess at a password cost time and memory.
///
/// RFC 7914.
public enum Scrypt {
    /// What one derivation costs: time in proportion to `n`·`r`·`p`, memory of 128·`n`·`r` bytes.
    public struct Cost: Sendable, Hashable {
        /// The number of blocks, a power of two.
        public let n: UInt64
        /// The size of a block, in units of 128 bytes.
        public let r: UInt64
        /// How often all of it is done.
        public let p: UInt64

        /// Creates a cost; OpenSSL refuses those that RFC 7914 section 2 does not permit.
        public init(n: UInt64, r: UInt64, p: UInt64) {
            (self.n, self.r, self.p) = (n, r, p)
        }

        /// For passwords that people type: 32 MiB, and some tenths of a second.
        public static let interactive = Cost(n: 1 << 15, r: 8, p: 1)
    }

    /// The most memory that a derivation may take, in bytes: 512 MiB.
    static let maximumMemory: UInt64 = 512 << 20

    /// Returns `count` bytes that are derived from a password.
    ///
    /// - Parameters:
    ///   - password: What a person types.
    ///   - salt: Random bytes, others for each password, which need not be secret.
    ///   - cost: What a guess costs.
    ///   - count: The length of the derived key in bytes, from 1 to 1024.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if the cost or the length is out of range.
    public static func derive(
        password: SecretBytes, salt: [UInt8], cost: Cost, count: Int
    ) throws(CryptoError) -> SecretBytes {
        guard (1...1024).contains(count) else {
            throw .openSSL(operation: "scrypt", reasons: ["a length is out of range"])
        }
        return try SecretBytes(count: count) { output throws(CryptoError) in
            try derive(password, salt, cost, &output)
        }
    }
}
