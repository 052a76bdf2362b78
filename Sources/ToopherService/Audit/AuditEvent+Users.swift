#if Service

internal import AuditLog
internal import DeviceProtocol

extension AuditEvent {
    /// A user was created.
    static func userCreated(_ id: String, requesterID: String, name: String) -> AuditEvent {
        user("user_created", id, requesterID, [("name", .string(name))])
    }

    /// A user has another name.
    static func userRenamed(_ id: String, requesterID: String, name: String) -> AuditEvent {
        user("user_renamed", id, requesterID, [("name", .string(name))])
    }

    /// A user takes part, or does not any more.
    static func userStateChanged(
        _ id: String, requesterID: String, isEnabled: Bool, by actor: AuditActor
    ) -> AuditEvent {
        user(
            "user_state_changed", id, requesterID,
            [("enabled", .boolean(isEnabled)), ("by", .string(actor.rawValue))])
    }

    /// All pairings of a user were ended.
    static func userReset(_ id: String, requesterID: String, by actor: AuditActor) -> AuditEvent {
        user("user_reset", id, requesterID, [("by", .string(actor.rawValue))])
    }

    /// The operator has ended the lock of a user's one-time passwords.
    static func userUnlocked(_ id: String, requesterID: String) -> AuditEvent {
        user("user_unlocked", id, requesterID, [("by", .string(AuditActor.operator.rawValue))])
    }

    /// A terminal has another identity.
    static func terminalChanged(_ id: String, userID: String, requesterID: String) -> AuditEvent {
        user("terminal_changed", userID, requesterID, [("terminal", .string(id))])
    }

    /// A user has new backup codes, and those before are worth nothing.
    static func backupCodesCreated(userID: String) -> AuditEvent {
        AuditEvent("backup_codes_created", [("user", .string(userID))])
    }

    /// A standing answer of a user's phone was ended by somebody else.
    static func automationEnded(_ automation: Automation, by actor: AuditActor) -> AuditEvent {
        user(
            "automation_ended", automation.user.id, automation.requester.id,
            [("automation", .string(automation.id)), ("by", .string(actor.rawValue))])
    }

    private static func user(
        _ type: String, _ id: String, _ requesterID: String, _ members: [(name: String, value: CanonicalJSON?)]
    ) -> AuditEvent {
        AuditEvent(type, [("user", .string(id)), ("requester", .string(requesterID))] + members)
    }
}

#endif
