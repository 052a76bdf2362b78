#if Service

/// A pairing as the operator sees it.
struct AdminPairing: Sendable {
    var id: String
    var state: String
    var phone: String
    /// Seconds since 1970.
    var created: Int64
}

#endif
