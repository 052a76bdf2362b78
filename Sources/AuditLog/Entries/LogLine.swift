internal import CryptoCore

/// A line of an export: a JSON object of which the first member says what it is.
///
/// First the format and the keys, then the entries in their order, and after each entry the head that it completes, if there is
/// one. So a reader that has seen a line needs none before it again. The last line says how many there were.
public enum LogLine: Sendable {
    /// The most bytes of a line.
    public static let maximumBytes = 128 << 10
    /// The name of this format.
    static let formatName = "toopher-audit-log-1"

    /// The first line.
    case format
    /// A key, and when it was made, in seconds since 1970.
    case key(LogKey, created: Int64)
    /// An entry.
    case entry(LogEntry)
    /// A head.
    case head(SignedTreeHead)
    /// The last line.
    case end(entryCount: UInt64)

    /// Creates a line from its ``bytes``; `nil` if they are malformed.
    public init?(bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes,
            let (members, entryPlace) = CanonicalJSONReader.members(in: bytes, marking: "entry"),
            let line = Self.line(members, bytes, entryPlace)
        else { return nil }
        self = line
    }

    /// The text, without its line end.
    public var bytes: [UInt8] {
        switch self {
        case .format: return Self.object("format", .string(Self.formatName))
        case .key(let key, let created):
            let members = CanonicalJSON.Members([("created", .integer(created)), ("public_key", .string(key.text))])
            return Self.object("key", .object(members))
        case .entry(let entry): return entry.line
        case .head(let head): return Self.object("head", head.json)
        case .end(let count):
            return Self.object("end", .object(CanonicalJSON.Members([("entries", .integer(Int64(clamping: count)))])))
        }
    }

    private static func object(_ name: String, _ value: CanonicalJSON) -> [UInt8] {
        CanonicalJSON.object(CanonicalJSON.Members([(name, value)])).bytes
    }

    private static func line(
        _ members: CanonicalJSON.Members, _ bytes: [UInt8], _ entryPlace: Range<Int>?
    ) -> LogLine? {
        if members["entry"] != nil {
            return LogEntry(members, in: bytes, at: entryPlace).map { .entry($0) }
        }
        guard members.names.count == 1 else { return nil }
        if let head = members["head"]?.members { return SignedTreeHead(json: head).map { .head($0) } }
        if let key = members["key"]?.members {
            guard let created = key["created"]?.number, let text = key["public_key"]?.text,
                let key = LogKey(text: text)
            else { return nil }
            return .key(key, created: created)
        }
        if let end = members["end"]?.members {
            return end["entries"]?.number.flatMap { UInt64(exactly: $0) }.map { .end(entryCount: $0) }
        }
        return members["format"]?.text == formatName ? .format : nil
    }
}
