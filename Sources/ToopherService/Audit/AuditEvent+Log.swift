#if Service

internal import AuditLog

extension AuditEvent {
    /// A key was made that signs heads from now on.
    static func logKey(_ key: LogKey) -> AuditEvent {
        AuditEvent(EntryType.logKey, [("key", .string(key.text))])
    }
}

#endif
