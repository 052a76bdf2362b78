#if Service

public import Logging

/// What an operator can set.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var address: String = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    public var port: Int = 0
    /// The database file, made when it is missing; `:memory:` for one that ends with the service.
    public var databasePath: String
    /// How the service knows the URL that a client called. Behind a proxy it must be set.
    public var externalURL: ExternalURLSource = .listeningAddress
    /// Where the service logs.
    public var logger: Logger
    /// How far a signed timestamp may be from the clock, in seconds, both ways.
    public var timestampWindow: Int64 = 300
    /// How long things wait for a person.
    public var lifetimes = Lifetimes()

    /// The defaults: a free port on loopback.
    public init(databasePath: String, logger: Logger) {
        self.databasePath = databasePath
        self.logger = logger
    }
}

#endif
