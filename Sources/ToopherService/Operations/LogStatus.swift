#if Service

internal import Database

/// How far the log of decisions is.
struct LogStatus: Sendable, Hashable {
    /// Pending entries beyond this are not counted: a log that has stood still for long must not make this slow.
    static let maximumPending: Int64 = 10_000

    /// The entries that have their place.
    var size: Int64
    /// The entries that have none yet, up to ``maximumPending``.
    var pending: Int64
    /// When the oldest of these happened, in seconds since 1970; `nil` if it does not say.
    var oldest: Int64?

    /// Adds the status to a text.
    func write(now: Int64, to text: inout PrometheusText) {
        text.add(.gauge, "toopher_log_entries", "Entries that have their place in the log of decisions.", size)
        text.add(
            .gauge, "toopher_log_pending_entries",
            "Entries that wait for their place, counted up to \(Self.maximumPending).", pending)
        text.add(
            .gauge, "toopher_log_lag_seconds", "For how long the oldest of these has waited.",
            max(0, oldest.map { now - $0 } ?? 0))
    }
}

extension Store {
    /// Returns how far the log is.
    func logStatus() async throws(DatabaseError) -> LogStatus {
        try await database.read { connection throws(DatabaseError) in
            let size = try connection.query("SELECT size FROM audit_tree").first?.integer("size") ?? 0
            let pending = try connection.query(
                "SELECT count(*) AS count FROM (SELECT id FROM audit_pending LIMIT $1) AS bounded",
                [.integer(LogStatus.maximumPending)]
            ).first?.integer("count")
            // Those of keys and phones have a prefix instead of a time.
            let oldest = try connection.query(
                "SELECT id FROM audit_pending WHERE id > $1 ORDER BY id LIMIT 1", [.text("0001~")]
            ).first?.text("id")
            return LogStatus(size: size, pending: pending ?? 0, oldest: oldest.flatMap { AuditEntryID.second(of: $0) })
        }
    }
}

#endif
