#if Service

/// How often strangers may make the service store something, requesters may guess, and messages are sent.
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

    /// Phrases of one user that nobody has offered, typed into the service's page.
    public var wrongPhrasesPerUser = RateLimit(burst: 10, interval: .seconds(60))
    /// QR codes that the pages of one user show.
    public var invitationsPerUser = RateLimit(burst: 20, interval: .seconds(30))
    /// Text messages to one telephone number: each costs the operator money, and a stranger's phone its peace.
    public var textsPerNumber = RateLimit(burst: 3, interval: .seconds(600))
    /// Text messages of one requester.
    public var textsPerRequester = RateLimit(burst: 60, interval: .seconds(10))
    /// Text messages in all.
    public var texts = RateLimit(burst: 300, interval: .seconds(2))
    /// Mails to one address.
    public var mailsPerAddress = RateLimit(burst: 3, interval: .seconds(600))
    /// Mails of one requester.
    public var mailsPerRequester = RateLimit(burst: 60, interval: .seconds(10))
    /// Mails in all.
    public var mails = RateLimit(burst: 300, interval: .seconds(2))

    /// Creates the defaults.
    public init() {}
}

#endif
