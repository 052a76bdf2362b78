#if Service

/// A token with its sealed secret.
struct StoredOATHToken: Sendable {
    var token: OATHToken
    var sealedSecret: String
}

#endif
