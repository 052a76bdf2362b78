/// What has happened, in one line of JSON: a leaf of the log.
///
/// `docs/audit.md` has the types and their members.
public struct AuditEntry: Sendable, Hashable {
    /// The most bytes of an entry.
    public static let maximumBytes = 32 << 10

    /// The members, `type` and `time` among them.
    public let members: CanonicalJSON.Members

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - type: What has happened.
    ///   - time: When, in seconds since 1970, on the clock of the machine where it happened.
    ///   - members: What belongs to it. Those without a value are left out.
    public init(_ type: String, time: Int64, _ members: [(name: String, value: CanonicalJSON?)]) {
        self.members = CanonicalJSON.Members(
            members + [("type", .string(type)), ("time", .integer(time))])
    }

    /// Creates an entry from its ``bytes``; `nil` if they are not canonical, or have no type.
    public init?(bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, let members = CanonicalJSONReader.value(in: bytes)?.members,
            members["type"]?.text != nil
        else { return nil }
        self.members = members
    }

    init(members: CanonicalJSON.Members) {
        self.members = members
    }

    /// What has happened.
    public var type: String { members["type"]?.text ?? "" }

    /// When, in seconds since 1970; `nil` if it does not say.
    public var time: Int64? { members["time"]?.number }

    /// The text of a member; `nil` if there is none.
    public func text(_ name: String) -> String? { members[name]?.text }

    /// The line, without its line end. The leaf of the log is the hash of these bytes.
    public var bytes: [UInt8] { CanonicalJSON.object(members).bytes }
}
