#if Service

internal import AuditLog

extension AuditEvent {
    /// A requester was created.
    static func requesterCreated(_ id: String, name: String, consumerKey: String) -> AuditEvent {
        requester(
            "requester_created", id, [("name", .string(name)), ("consumer_key", .string(consumerKey)), byOperator])
    }

    /// A requester has a new secret, and the one before verifies until a time.
    static func requesterSecretRotated(_ id: String, previousEnds: Int64) -> AuditEvent {
        requester("requester_secret_rotated", id, [("previous_ends", .integer(previousEnds)), byOperator])
    }

    /// A requester was suspended, resumed or deleted.
    static func requesterStateChanged(_ id: String, _ state: RequesterState) -> AuditEvent {
        requester("requester_state_changed", id, [("state", .string(state.rawValue)), byOperator])
    }

    /// Another policy counts for a requester.
    static func requesterPolicyChanged(_ id: String, _ policy: RequesterPolicy) -> AuditEvent {
        requester(
            "requester_policy_changed", id,
            [
                ("number_matching", .string(policy.numberMatching.rawValue)),
                ("number_digits", .integer(Int64(policy.numberDigits))),
                ("concurrent_prompts", .boolean(policy.allowsConcurrentPrompts)),
                ("always_challenges", .boolean(policy.alwaysChallenges)),
                ("confirms_additional_phones", .boolean(policy.confirmsAdditionalPhones)), byOperator,
            ])
    }

    /// A site may show a requester's pages, and get answers, or may not any more.
    static func originChanged(_ requesterID: String, origin: String, isRegistered: Bool) -> AuditEvent {
        requester(
            isRegistered ? "origin_added" : "origin_removed", requesterID, [("origin", .string(origin)), byOperator])
    }

    /// A requester has an endpoint, or another one. Its path and query may have a secret.
    static func webhookSet(_ requesterID: String, origin: String) -> AuditEvent {
        requester("webhook_set", requesterID, [("origin", .string(origin))])
    }

    /// A requester's endpoint was removed, or has said that it is gone.
    static func webhookRemoved(_ requesterID: String, isGone: Bool) -> AuditEvent {
        requester("webhook_removed", requesterID, [("gone", .boolean(isGone))])
    }

    /// A requester's endpoint has a new secret, and the one before signs until a time.
    static func webhookSecretRotated(_ requesterID: String, previousEnds: Int64) -> AuditEvent {
        requester("webhook_secret_rotated", requesterID, [("previous_ends", .integer(previousEnds))])
    }

    /// All secrets were sealed with another key.
    static func secretsResealed(count: Int) -> AuditEvent {
        AuditEvent("secrets_resealed", [("count", .integer(Int64(count)))])
    }

    /// Nobody else makes these changes.
    private static var byOperator: (name: String, value: CanonicalJSON?) {
        ("by", .string(AuditActor.operator.rawValue))
    }

    private static func requester(
        _ type: String, _ id: String, _ members: [(name: String, value: CanonicalJSON?)]
    ) -> AuditEvent {
        AuditEvent(type, [("requester", .string(id))] + members)
    }
}

#endif
