import AuditLog
import MerkleLog

/// What was found in a valid log, for scripts.
struct AuditLogReport: Encodable {
    var valid = true
    var entries: UInt64
    var heads: UInt64
    var decisions: UInt64
    var phones: UInt64
    var keptEntries: UInt64
    var size: UInt64?
    var root: String?
    var time: Int64?
    var key: String?

    init(_ summary: LogSummary) {
        (entries, heads) = (UInt64(summary.entryCount), UInt64(summary.headCount))
        (decisions, phones) = (UInt64(summary.decisionCount), UInt64(summary.deviceCount))
        keptEntries = UInt64(summary.keptSize)
        let head = summary.head?.head
        (size, root) = (head.map { UInt64($0.size) }, head?.root.text)
        (time, key) = (head?.time, head?.keyID)
    }
}
