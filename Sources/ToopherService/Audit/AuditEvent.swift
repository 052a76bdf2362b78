#if Service

internal import AuditLog

/// Something that the log keeps, recorded by the transaction in which it happens.
///
/// It has ids, names and what was decided; no secret, phrase, one-time password or link. `docs/audit.md` has the members of
/// each type.
struct AuditEvent: Sendable {
    let type: String
    /// What a proof finds the entry by; `nil` for what nobody asks a proof of.
    var subjectID: String?
    /// The kind under which what a phone has signed is stored beside others of the subject; `nil` if no phone has.
    var recordKind: String?
    var members: [(name: String, value: CanonicalJSON?)]

    init(
        _ type: String, subject: String? = nil, recordKind: String? = nil,
        _ members: [(name: String, value: CanonicalJSON?)]
    ) {
        self.type = type
        subjectID = subject
        self.recordKind = recordKind
        self.members = members
    }
}

extension CanonicalJSON {
    /// Returns a string, or nothing for `nil`.
    static func text(_ value: String?) -> CanonicalJSON? { value.map { .string($0) } }
}

#endif
