#if Service

/// A pairing on which its phone has decided.
struct DecidedPairing: Sendable {
    var pairing: Pairing
    /// The phones of the user that are asked to confirm it, each with its own pairing; none if that is not needed.
    var confirming: [(deviceID: String, pairingID: String)]
}

#endif
