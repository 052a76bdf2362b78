#if Service

/// What of a database an operator's list has. A member that is `nil` leaves nothing out.
public struct AdministrationFilter: Sendable, Hashable {
    /// The id or the consumer key of the requester.
    public var requester: String?
    /// The id or the name of the user.
    public var user: String?
    /// The id of the phone.
    public var device: String?
    /// Whether what has ended is listed too.
    public var includesEnded = false

    /// Leaves out only what has ended.
    public init() {}
}

#endif
