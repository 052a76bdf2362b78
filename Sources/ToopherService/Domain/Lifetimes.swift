#if Service

/// How long the service waits for a person, in seconds.
public struct Lifetimes: Sendable, Hashable {
    /// From the offer of a phrase to its use.
    public var phrase: Int64 = 600
    /// From the use of a phrase to the decision on the phone.
    public var pairing: Int64 = 600
    /// From an authentication request to the decision on the phone.
    public var authenticationRequest: Int64 = 120

    /// Creates the defaults: ten minutes to pair, two minutes to decide.
    public init() {}
}

#endif
