#if Service

/// Who a request says that it comes from, for the log.
struct ClaimedConsumer: Sendable, Hashable {
    /// The consumer key; `nil` if the request was refused before it was looked up.
    var key: String?
    /// Whether there is such a requester.
    var isKnown = false

    /// What the log may say of it.
    ///
    /// What is no requester's key may be a secret in its place: a client whose two values were interchanged sends it. Its first
    /// characters tell the operator enough.
    var loggable: String {
        guard let key else { return "unknown" }
        return isKnown ? key : String(key.prefix(4)) + "…"
    }
}

#endif
