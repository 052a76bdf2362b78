#if Service

internal import AuditLog

extension AuditEvent {
    /// A hard token was stored.
    static func tokenProvisioned(_ token: OATHToken, requesterID: String) -> AuditEvent {
        AuditEvent(
            "token_provisioned",
            [
                ("token", .string(token.id)), ("requester", .string(requesterID)),
                ("kind", .string(token.settings.kind.rawValue)),
            ])
    }

    /// A hard token shows passwords that count again, or none that count any more.
    static func tokenStateChanged(_ token: OATHToken, isActive: Bool, by actor: AuditActor) -> AuditEvent {
        AuditEvent(
            "token_state_changed",
            [("token", .string(token.id)), ("active", .boolean(isActive)), ("by", .string(actor.rawValue))])
    }

    /// A hard token shows a user's passwords.
    static func tokenAssociated(_ token: OATHToken, userID: String) -> AuditEvent {
        AuditEvent("token_associated", [("token", .string(token.id)), ("user", .string(userID))])
    }

    /// A hard token no longer shows a user's passwords.
    static func tokenDissociated(_ token: OATHToken, userID: String) -> AuditEvent {
        AuditEvent("token_dissociated", [("token", .string(token.id)), ("user", .string(userID))])
    }

    /// A hard token was moved to where its passwords show that it is.
    static func tokenResynchronized(_ token: OATHToken) -> AuditEvent {
        AuditEvent("token_resynchronized", [("token", .string(token.id))])
    }
}

#endif
