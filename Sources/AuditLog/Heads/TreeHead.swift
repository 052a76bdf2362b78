public import CryptoCore
public import MerkleLog

/// What a log consisted of at a time. Whoever has kept it recognises the log later, however much was appended since.
///
/// RFC 9162 section 4.10.
public struct TreeHead: Sendable, Hashable {
    /// The number of entries.
    public var size: UInt64
    /// The root of the tree over them.
    public var root: TreeHash
    /// Seconds since 1970; never less than in an earlier head.
    public var time: Int64
    /// The ``LogKey/id`` of the key that signs it.
    public var keyID: String

    /// Creates a head.
    public init(size: UInt64, root: TreeHash, time: Int64, keyID: String) {
        self.size = size
        self.root = root
        self.time = time
        self.keyID = keyID
    }

    /// What the service's key signs: a line that nothing else begins with, and the head as JSON.
    public var bytesToSign: [UInt8] {
        Array("toopher-tree-head-1\n".utf8) + CanonicalJSON.object(CanonicalJSON.Members(members)).bytes
    }

    /// Returns the head with a signature.
    public func signed(with key: P256.PrivateKey) throws(CryptoError) -> SignedTreeHead {
        SignedTreeHead(head: self, signature: try key.signature(for: bytesToSign))
    }

    var members: [(name: String, value: CanonicalJSON?)] {
        [
            ("size", .integer(Int64(clamping: size))), ("root", .string(root.text)), ("time", .integer(time)),
            ("key", .string(keyID)),
        ]
    }
}
