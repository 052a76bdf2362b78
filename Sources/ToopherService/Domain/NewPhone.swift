#if Service

/// A phone that a user wants to pair beside another one.
struct NewPhone: Sendable, Hashable {
    /// The id of the device.
    var id: String
    var name: String
    /// The words of its key.
    var words: String
    /// The pairing of the phone that is asked.
    var confirmingPairingID: String
    /// Whether the requester's approvals need the phone's own check.
    var needsChallenge: Bool
}

#endif
