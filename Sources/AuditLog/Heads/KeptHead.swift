/// A head that was kept outside of the reach of those who can write the log, with the public key that has signed it.
public struct KeptHead: Sendable {
    /// The most bytes of a line.
    public static let maximumLineBytes = 4096

    /// The head.
    public let head: SignedTreeHead
    /// The key.
    public let key: LogKey

    /// Creates what is to be kept; `nil` if the key has not signed the head.
    public init?(_ head: SignedTreeHead, key: LogKey) {
        guard head.isValid(under: key) else { return nil }
        self.head = head
        self.key = key
    }

    /// Creates a kept head from its ``line``; `nil` if that is malformed, or not signed by its key.
    public init?(line: [UInt8]) {
        guard line.count <= Self.maximumLineBytes, let json = CanonicalJSONReader.value(in: line)?.members,
            let head = SignedTreeHead(json: json), let key = json["public_key"]?.text.flatMap({ LogKey(text: $0) })
        else { return nil }
        self.init(head, key: key)
    }

    /// The head and its key as one line of JSON, without its line end.
    public var line: [UInt8] {
        CanonicalJSON.object(
            CanonicalJSON.Members(
                head.head.members + [
                    ("signature", head.json.members?["signature"]), ("public_key", .string(key.text)),
                ])
        ).bytes
    }
}
