#if Service

/// How long the service waits for a person, in seconds.
public struct Lifetimes: Sendable, Hashable {
    /// From the offer of a phrase to its use.
    public var phrase: Int64 = 600
    /// From the use of a phrase, or from an invitation, to the decision on the phone.
    public var pairing: Int64 = 600
    /// From a reset link to its use: somebody who has lost a phone reads mail elsewhere.
    public var resetLink: Int64 = 3600
    /// From the opening of the page on which users manage their phones to its end.
    public var management: Int64 = 900
    /// From an authentication request to the decision on the phone.
    public var authenticationRequest: Int64 = 120

    /// Creates the defaults: ten minutes to pair, two minutes to decide, an hour to reset.
    public init() {}
}

#endif
