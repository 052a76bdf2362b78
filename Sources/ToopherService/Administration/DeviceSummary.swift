#if Service

/// A phone as an operator sees it.
public struct DeviceSummary: Sendable, Hashable {
    /// The id of the phone.
    public let id: String
    /// The name that the phone has given itself.
    public let name: String
    /// The four words that follow from the phone's key, and that the phone shows too.
    public let words: String
    /// For how many users the phone decides.
    public let pairings: Int
    /// Whether the phone can prove that it has checked its user.
    public let hasCredential: Bool
    /// Whether the phone is woken up by push messages.
    public let hasPush: Bool
    /// When it was registered, in seconds since 1970.
    public let created: Int64
}

#endif
