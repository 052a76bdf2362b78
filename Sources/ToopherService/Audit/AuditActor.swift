#if Service

/// On whose word a pairing has ended.
enum AuditActor: String, Sendable {
    /// The requester's, over the API.
    case requester
    /// The phone's.
    case device
    /// The user's, on a page that the requester has opened.
    case page
    /// That of whoever had a reset link.
    case resetLink = "reset_link"
    /// The operator's, who has deleted the requester.
    case `operator`
}

#endif
