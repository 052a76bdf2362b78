#if Service

internal import AuditLog
internal import CryptoCore

extension AuditEvent {
    /// A key was made that signs heads from now on.
    ///
    /// - Parameter succession: The id of the key before, and its signature of the new one; `nil` for the first key.
    static func logKey(_ key: LogKey, succession: (by: String, signature: [UInt8])?) -> AuditEvent {
        AuditEvent(
            EntryType.logKey,
            [
                ("key", .string(key.text)), ("by", .text(succession?.by)),
                ("signature", .text(succession.map { Base64.encodeURL($0.signature) })),
            ])
    }
}

#endif
