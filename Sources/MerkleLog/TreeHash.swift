public import CryptoCore

/// A hash of a leaf or of a subtree: SHA-256 of what it stands for, with a first byte that says which of both it is.
///
/// Without that byte a node could pass for a leaf, and a tree for a shorter one.
///
/// RFC 9162 section 2.1.1.
public struct TreeHash: Sendable, Hashable {
    /// The number of bytes of each hash.
    public static let byteCount = 32

    private static let leafPrefix: UInt8 = 0x00
    private static let nodePrefix: UInt8 = 0x01

    /// The bytes.
    public let bytes: [UInt8]

    /// Creates a hash from its bytes; `nil` if they are not ``byteCount``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Zero bytes: what stands for a hash that is not known, since no entry has it.
    public static let zero = TreeHash(unchecked: [UInt8](repeating: 0, count: byteCount))

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    private init(hashing message: [UInt8]) throws(CryptoError) {
        bytes = try Digest.sha256(message)
    }

    /// Returns the hash of an entry of the log.
    public static func leaf(of entry: [UInt8]) throws(CryptoError) -> TreeHash {
        var message: [UInt8] = []
        message.reserveCapacity(1 + entry.count)
        message.append(leafPrefix)
        message += entry
        return try TreeHash(hashing: message)
    }

    /// Returns the hash of the subtree that two subtrees make.
    public static func node(_ left: TreeHash, _ right: TreeHash) throws(CryptoError) -> TreeHash {
        var message: [UInt8] = []
        message.reserveCapacity(1 + 2 * byteCount)
        message.append(nodePrefix)
        message += left.bytes
        message += right.bytes
        return try TreeHash(hashing: message)
    }

    /// Returns the root of the tree without leaves.
    public static func emptyRoot() throws(CryptoError) -> TreeHash { try TreeHash(hashing: []) }
}

extension TreeHash {
    /// The bytes in base64url.
    public var text: String { Base64.encodeURL(bytes) }

    /// Creates a hash from its ``text``; `nil` if that is malformed.
    public init?(text: String) {
        guard let bytes = Base64.decodeURL(text) else { return nil }
        self.init(bytes)
    }
}
