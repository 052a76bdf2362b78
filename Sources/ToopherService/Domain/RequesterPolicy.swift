#if Service

/// What the operator has decided about a requester's authentication requests.
public struct RequesterPolicy: Sendable, Hashable {
    /// When the user has to enter a number on the phone that the requester's page shows.
    public enum NumberMatching: String, Sendable, Hashable, CaseIterable {
        /// Never.
        case off
        /// Where the client says that it shows the number, and on this service's own pages.
        case whenShown = "when_shown"
        /// Always. A client that cannot show the number cannot have a request approved.
        case always
    }

    /// The numbers of digits that a number may have.
    public static let digitRange = 2...6

    /// When a number has to be entered.
    public var numberMatching = NumberMatching.whenShown
    /// How many digits it has, within ``digitRange``.
    public var numberDigits = 2
    /// Whether a user may have several requests of this requester pending at a time.
    public var allowsConcurrentPrompts = false

    /// Whether each approval needs the phone's own check of its user, also where the requester does not ask for it.
    public var alwaysChallenges = false

    /// Whether another phone of a user, beside one that is paired, counts only once that one has confirmed it.
    public var confirmsAdditionalPhones = true

    /// Creates the defaults.
    public init() {}
}

#endif
