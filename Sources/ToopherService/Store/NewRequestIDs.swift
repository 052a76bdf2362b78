#if Service

/// The ids of objects that an authentication request may create, generated before the transaction.
struct NewRequestIDs: Sendable {
    var request: String
    var terminal: String
    var action: String
}

#endif
