internal import CryptoCore
internal import MerkleLog

/// A tree head with the signature of the service's key.
public struct SignedTreeHead: Sendable, Hashable {
    /// What is signed.
    public var head: TreeHead
    /// `r || s`, 64 bytes, over ``TreeHead/bytesToSign``.
    public var signature: [UInt8]

    /// Creates a head from its parts, which may be anybody's.
    public init(head: TreeHead, signature: [UInt8]) {
        self.head = head
        self.signature = signature
    }

    /// Creates a head from its ``json``; `nil` if that is malformed.
    public init?(json: CanonicalJSON.Members) {
        guard let size = json["size"]?.number.flatMap({ UInt64(exactly: $0) }), size <= CompactTree.maximumSize,
            let root = json["root"]?.text.flatMap({ TreeHash(text: $0) }), let time = json["time"]?.number,
            let keyID = json["key"]?.text, let signature = json["signature"]?.text.flatMap({ Base64.decodeURL($0) })
        else { return nil }
        self.init(head: TreeHead(size: size, root: root, time: time, keyID: keyID), signature: signature)
    }

    /// The head as JSON: `key`, `root`, `signature`, `size` and `time`.
    public var json: CanonicalJSON {
        .object(CanonicalJSON.Members(head.members + [("signature", .string(Base64.encodeURL(signature)))]))
    }

    /// Returns whether a key has signed this head.
    public func isValid(under key: LogKey) -> Bool {
        key.id == head.keyID && key.publicKey.isValidSignature(signature, for: head.bytesToSign)
    }
}
