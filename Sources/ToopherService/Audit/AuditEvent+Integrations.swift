#if Service

internal import AuditLog

extension AuditEvent {
    /// An integration was created.
    static func integrationCreated(
        _ key: String, requesterID: String, name: String, _ kind: IntegrationKind, _ settings: IntegrationSettings
    ) -> AuditEvent {
        integration(
            "integration_created", key, requesterID,
            [("name", .string(name)), ("kind", .string(kind.rawValue))] + members(settings))
    }

    /// An integration was enabled or disabled, or other settings count for it.
    static func integrationChanged(
        _ key: String, requesterID: String, isEnabled: Bool, _ settings: IntegrationSettings
    ) -> AuditEvent {
        integration("integration_changed", key, requesterID, [("enabled", .boolean(isEnabled))] + members(settings))
    }

    /// An integration was removed.
    static func integrationRemoved(_ key: String, requesterID: String) -> AuditEvent {
        integration("integration_removed", key, requesterID, [])
    }

    private static func members(_ settings: IntegrationSettings) -> [(name: String, value: CanonicalJSON?)] {
        [
            ("variants", .string(settings.variants.sorted().joined(separator: " "))),
            ("shows_errors", .boolean(settings.showsErrors)), ("offers_enrolment", .boolean(settings.offersEnrolment)),
            ("redirect_uris", .array(settings.redirectURIs.map { .string($0) })),
        ]
    }

    private static func integration(
        _ type: String, _ key: String, _ requesterID: String, _ members: [(name: String, value: CanonicalJSON?)]
    ) -> AuditEvent {
        AuditEvent(type, [("integration", .string(key)), ("requester", .string(requesterID))] + members)
    }
}

#endif
