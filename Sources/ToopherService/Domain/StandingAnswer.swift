#if Service

internal import DeviceProtocol

/// What a phone has answered for all later requests of one user, from one terminal, for one action.
struct StandingAnswer: Sendable, Hashable {
    var decision: DeviceProtocol.Decision
    /// The request that it was given to.
    var requestID: String
    /// Whether that request had a number, which an approval has entered: only then does the answer count where one would be
    /// shown again.
    var hadNumber: Bool
}

#endif
