#if Service

public import Logging

/// The settings of a service.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var address: String = "127.0.0.1"
    /// The port to listen on; 0 for a free one.
    public var port: Int = 0
    /// The database file, created if it is missing; `:memory:` for a database that ends with the service.
    public var databasePath: String
    /// How the service knows the URL that a client called. Behind a proxy it must be set.
    public var externalURL: ExternalURLSource = .listeningAddress
    /// The log of the service.
    public var logger: Logger
    /// How far a signed timestamp may be from the clock in either direction, in seconds.
    public var timestampWindow: Int64 = 300
    /// The proxies that name their clients in `X-Forwarded-For`, for limits per address; for a service with a fixed
    /// external URL. Those of ``ExternalURLSource/proxies(_:)`` need not be repeated.
    public var clientAddressProxies: ForwardingProxies?
    /// How many connections the service holds, and for how long.
    public var connections = ConnectionLimits()
    /// How many requests wait for a decision at once.
    public var waits = WaitLimits()
    /// How often the service stores something for strangers.
    public var requests = RequestLimits()
    /// How long the service waits for a person.
    public var lifetimes = Lifetimes()

    /// Creates the defaults: a free port of the loopback address.
    public init(databasePath: String, logger: Logger) {
        self.databasePath = databasePath
        self.logger = logger
    }
}

#endif
