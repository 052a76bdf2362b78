#if Service

internal import AuditLog

extension AuditEvent {
    /// A link to the operator's desk was made.
    static var adminLinkCreated: AuditEvent { AuditEvent("admin_link_created", []) }

    /// A link has opened the operator's desk in a browser.
    static var adminSessionOpened: AuditEvent { AuditEvent("admin_session_opened", []) }
}

#endif
