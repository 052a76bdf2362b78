#if Service

/// What is stored of whom and where a requester asks, before a request is initiated.
struct InitiationSetting: Sendable {
    var user: User
    /// The pairing that is asked for, or the one that counts for the user; `nil` for a user without any.
    var pairing: Pairing?
    /// `nil` for one that is new.
    var terminal: Terminal?
    /// `nil` for one that is new.
    var action: Action?
    /// The phone's answer for this terminal and action that is still good; `nil` for none.
    var standingAnswer: StandingAnswer?
    /// What is stored as pending for the user, the oldest first.
    var open: [OpenRequest]
}

#endif
