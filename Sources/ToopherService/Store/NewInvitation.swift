#if Service

/// What a new invitation needs, generated before the transaction.
struct NewInvitation: Sendable {
    var pairingID: String
    var tokenDigest: String
    /// For a user who is new.
    var userID: String
}

#endif
