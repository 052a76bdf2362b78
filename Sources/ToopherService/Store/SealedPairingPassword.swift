#if Service

/// What a phone shows the passwords of one pairing with.
struct SealedPairingPassword: Sendable {
    var pairingID: String
    var requester: Representation.Named
    var user: Representation.Named
    var sealedSecret: String
}

#endif
