#if Service

/// A pairing as an operator sees it.
public struct PairingSummary: Sendable, Hashable {
    /// What has become of a pairing.
    public enum State: String, Sendable, Hashable {
        /// Its phone has not decided.
        case pending
        /// Its phone has approved it. Another phone of the user, or the operator, has to confirm it.
        case unconfirmed
        /// Its phone decides for the user.
        case enabled
        /// Its phone, or the one that was to confirm it, has refused it.
        case denied
        /// It has ended.
        case deactivated
        /// Nobody has decided in time.
        case expired
    }

    /// The id of the pairing.
    public let id: String
    /// The id of the requester.
    public let requesterID: String
    /// The name of the requester.
    public let requesterName: String
    /// The id of the user.
    public let userID: String
    /// The name of the user.
    public let userName: String
    /// The id of the phone; `nil` as long as none has taken the pairing's link.
    public let deviceID: String?
    /// The name that the phone has given itself.
    public let deviceName: String?
    /// The four words that follow from the phone's key, and that the phone shows too.
    public let deviceWords: String?
    /// What has become of it.
    public let state: State
    /// When it was begun, in seconds since 1970.
    public let created: Int64
    /// Until when it can be decided, in seconds since 1970.
    public let expires: Int64
}

#endif
