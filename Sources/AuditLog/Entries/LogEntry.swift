internal import CryptoCore
public import MerkleLog

/// An entry with its place in the log, and what belongs to it besides.
public struct LogEntry: Sendable, Hashable {
    /// The place, from 0.
    public let index: UInt64
    /// The entry, as it was stored.
    public let bytes: [UInt8]
    /// The hash of the entry, as it was stored.
    public let leaf: TreeHash
    /// What a device has signed, if the entry is its decision. The entry has the digest of it.
    public let record: String?

    /// The entry, parsed; `nil` if it is malformed.
    let content: AuditEntry?

    /// Creates an entry from what was stored, which need not be right.
    public init(index: UInt64, bytes: [UInt8], leaf: TreeHash, record: String?) {
        self.index = index
        self.bytes = bytes
        self.leaf = leaf
        self.record = record
        content = AuditEntry(bytes: bytes)
    }

    /// Creates an entry from the line of an export; `nil` if it is not one.
    init?(_ members: CanonicalJSON.Members, in line: [UInt8], at place: Range<Int>?) {
        guard let index = members["index"]?.number.flatMap({ UInt64(exactly: $0) }),
            let leaf = members["leaf"]?.text.flatMap({ TreeHash(text: $0) }), let place
        else { return nil }
        switch members["entry"] {
        case .object(let members)?:
            bytes = Array(line[place])
            content = members["type"]?.text == nil ? nil : AuditEntry(members: members)
        // What is no entry any more.
        case .string(let text)?:
            bytes = Array(text.utf8)
            content = nil
        default: return nil
        }
        self.index = index
        self.leaf = leaf
        record = members["record"]?.text
    }

    /// The line of an export, without its line end.
    var line: [UInt8] {
        var line = Array("{\"entry\":".utf8)
        // Whatever was stored stays within its line.
        line += content == nil ? CanonicalJSON.string(String(decoding: bytes, as: UTF8.self)).bytes : bytes
        line += ",\"index\":\(index),\"leaf\":\"\(leaf.text)\"".utf8
        if let record { line += Array(",\"record\":".utf8) + CanonicalJSON.string(record).bytes }
        line.append(UInt8(ascii: "}"))
        return line
    }
}
