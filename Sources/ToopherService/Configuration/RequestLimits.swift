#if Service

/// How often strangers may make the service store something, and requesters may guess.
///
/// An address is an IPv4 address or the /64 of an IPv6 one. Processes of the same machine are not limited if the service has
/// no proxy.
public struct RequestLimits: Sendable, Hashable {
    /// Registrations of devices from one address.
    public var registrationsPerAddress = RateLimit(burst: 30, interval: .seconds(10))
    /// Registrations of devices in all.
    public var registrations = RateLimit(burst: 500, interval: .milliseconds(200))
    /// Offers of phrases from one address.
    public var offersPerAddress = RateLimit(burst: 60, interval: .seconds(5))
    /// Offers of phrases in all.
    public var offers = RateLimit(burst: 1000, interval: .milliseconds(100))
    /// Phrases of one requester that nobody has offered.
    public var wrongPhrases = RateLimit(burst: 30, interval: .seconds(6))

    /// Creates the defaults.
    public init() {}
}

#endif
