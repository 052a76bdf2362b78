import AuditLog
import CryptoCore
import DeviceProtocol
import MerkleLog

/// A log as a service would have written it, and then perhaps somebody else.
struct TestLog {
    /// What stands in an export, in its order.
    enum Part {
        case key(P256.PublicKey)
        case entry(AuditEntry, record: String?)
        case head(SignedTreeHead)
    }

    var parts: [Part] = []
    let key: P256.PrivateKey
    private var tree = CompactTree()
    private var time: Int64 = 1_700_000_000

    /// Creates a log with the entry of its key.
    init() throws {
        key = try P256.PrivateKey()
        parts.append(.key(key.publicKey))
        try append(AuditEntry(EntryType.logKey, time: time, [("key", .string(LogKey(key.publicKey).text))]))
    }

    mutating func append(_ entry: AuditEntry, record: String? = nil) throws {
        parts.append(.entry(entry, record: record))
        try tree.append(.leaf(of: entry.bytes))
    }

    /// Appends the registration of a device.
    mutating func register(_ device: TestDevice) throws {
        try append(
            AuditEntry(
                EntryType.deviceRegistered, time: time,
                [
                    ("device", .string(device.id)),
                    ("key", .string(Base64.encodeURL(device.key.publicKey.x963Representation))),
                ]))
    }

    /// Appends a decision of a device.
    mutating func decide(
        _ decision: DeviceProtocol.Decision, by device: TestDevice, on number: Int,
        _ change: (inout [String: CanonicalJSON?]) -> Void = { _ in }
    ) throws {
        let (entry, record) = try device.entry(decision, on: number, time: time, change)
        try append(entry, record: record)
    }

    /// Signs a head over the entries so far.
    @discardableResult
    mutating func seal(with other: P256.PrivateKey? = nil, elapsed: Int64 = 1) throws -> SignedTreeHead {
        time += elapsed
        let key = other ?? self.key
        let head = TreeHead(
            size: tree.size, root: try tree.root(), time: time, keyID: try LogKey(key.publicKey).id)
        let signed = try head.signed(with: key)
        parts.append(.head(signed))
        return signed
    }

    /// The lines of an export of these parts.
    func lines() throws -> [[UInt8]] {
        var lines = [LogLine.format.bytes]
        var index: UInt64 = 0
        for part in parts {
            switch part {
            case .key(let key): lines.append(LogLine.key(try LogKey(key), created: 0).bytes)
            case .head(let head): lines.append(LogLine.head(head).bytes)
            case .entry(let entry, let record):
                let leaf = try TreeHash.leaf(of: entry.bytes)
                lines.append(
                    LogLine.entry(LogEntry(index: index, bytes: entry.bytes, leaf: leaf, record: record)).bytes)
                index += 1
            }
        }
        return lines + [LogLine.end(entryCount: index).bytes]
    }

    /// Returns what a verification finds.
    func verify(kept: [KeptHead] = []) async throws -> LogSummary { try await Self.verify(lines(), kept: kept) }

    /// Returns what a verification of lines finds.
    static func verify(_ lines: [[UInt8]], kept: [KeptHead] = [], threadCount: Int = 2) async throws -> LogSummary {
        var rest = lines[...]
        return try await LogVerification.run(kept: kept, threadCount: threadCount, nextLine: { rest.popFirst() })
    }

    /// Returns the sentence about the first thing that is wrong; `nil` if nothing is.
    static func complaint(_ lines: [[UInt8]], kept: [KeptHead] = []) async throws -> String? {
        do throws(any Error) {
            _ = try await verify(lines, kept: kept)
            return nil
        } catch let error as AuditLogError {
            return error.description
        }
    }

    /// Returns the sentence about the first thing that is wrong; `nil` if nothing is.
    func complaint(kept: [KeptHead] = []) async throws -> String? { try await Self.complaint(lines(), kept: kept) }
}
