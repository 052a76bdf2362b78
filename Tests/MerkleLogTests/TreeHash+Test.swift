import CryptoCore
import MerkleLog

extension TreeHash {
    /// Returns the hash with one bit changed.
    func flipped(_ bit: Int = 0) throws -> TreeHash {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let hash = TreeHash(bytes) else { throw CryptoError.authenticationFailed }
        return hash
    }

    var hexadecimal: String { Hex.encode(bytes) }
}

extension CompactTree {
    /// The tree of some entries.
    init(entries: some Sequence<[UInt8]>) throws {
        self.init()
        for entry in entries { try append(.leaf(of: entry)) }
    }
}
