#if Service

/// How long things wait for a person, in seconds.
public struct Lifetimes: Sendable, Hashable {
    /// From the offer of a phrase to its use.
    public var phrase: Int64 = 600
    /// From the use of a phrase to the answer on the phone.
    public var pairing: Int64 = 600
    /// From an authentication request to the answer on the phone.
    public var authenticationRequest: Int64 = 120

    /// Ten minutes to pair, two minutes to answer.
    public init() {}
}

#endif
