#if Service

/// When a user must copy a number from the requester's page to the phone.
///
/// Whoever approves a stranger's request by mistake does not see the stranger's page.
enum NumberMatching: String, Sendable {
    /// Never.
    case off
    /// If the requester can show the number.
    case whenShown = "when_shown"
    /// Always: a requester that cannot show it must ask for a one-time password.
    case always
}

#endif
