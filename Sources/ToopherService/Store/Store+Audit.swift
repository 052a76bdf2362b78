#if Service

internal import AuditLog
internal import Database

extension Store {
    /// Has the log keep what a transaction does. Both happen, or neither.
    ///
    /// - Parameter prefix: Whether it comes before what waits already: see ``AuditEntryID``.
    static func record(
        _ event: AuditEvent, prefix: String = "", now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let entry = AuditEntry(event.type, time: now, event.members)
        try transaction.enqueue(
            "INSERT INTO audit_pending (id, entry, subject_id, record_kind) VALUES ($1, $2, $3, $4)",
            [
                .text(prefix + AuditEntryID.make()), .text(String(decoding: entry.bytes, as: UTF8.self)),
                .text(orNull: event.subjectID), .text(orNull: event.recordKind),
            ])
        try transaction.notify(.audit)
    }
}

#endif
