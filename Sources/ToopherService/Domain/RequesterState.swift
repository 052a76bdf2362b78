#if Service

/// Whether a requester may call the service.
public enum RequesterState: String, Sendable, Hashable {
    /// It may.
    case active
    /// It may not until an operator resumes it. Correctly signed requests get a 403, and its open pages end.
    case suspended
    /// Never again. As suspended; its pairings are deactivated, and what was pending has ended.
    case deleted
}

#endif
