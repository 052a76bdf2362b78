#if Service

/// Which pairings are deactivated together.
enum PairingScope: Sendable, Hashable {
    case one(id: String)
    case ofUser(id: String)
    case ofDevice(id: String)
    case ofRequester(id: String)
}

#endif
