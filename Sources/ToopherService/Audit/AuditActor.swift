#if Service

/// On whose word something was changed.
enum AuditActor: String, Sendable {
    /// The requester's, over the API.
    case requester
    /// The phone's.
    case device
    /// The user's, on a page that the requester has opened.
    case page
    /// That of whoever had a reset link.
    case resetLink = "reset_link"
    /// The operator's, with a command or on the desk.
    case `operator`
}

#endif
