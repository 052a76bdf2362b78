#if Service

internal import Database
public import Logging

/// The settings of a service.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var address: String = "127.0.0.1"
    /// The port to listen on; 0 for a free one.
    public var port: Int = 0
    /// Where the service tells its operator whether it lives, and its metrics, on a port of its own. Without an address it does so
    /// nowhere.
    public var operations: ListeningAddress?
    /// Whether the operator's desk is served: it shows what the service has done lately.
    public var hasDesk = false
    /// The database: a file, created if it is missing; a `postgresql://` URL; `:memory:` for one that ends with the service.
    public var database: String
    /// The file of the key that seals secrets in the database, created if it is missing; `nil` for the file of the database
    /// with `.key` behind it. With PostgreSQL it must be named.
    public var keyFile: String?
    /// The path of the key file: ``keyFile``, or beside the database; `nil` if there is neither.
    public var keyFilePath: String? {
        if let keyFile { return keyFile }
        guard database != ":memory:", let location = try? DatabaseLocation(database), !location.isPostgreSQL else {
            return nil
        }
        return database + ".key"
    }

    /// Whether to refuse an SQLite file that another process serves with this: a service hears only of its own process's
    /// changes. On PostgreSQL there may be any number of services.
    public var isExclusive = false

    /// The most connections to a PostgreSQL server, besides two for notifications.
    public var databaseConnections = 8

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
    /// The operator's command that sends text messages; `nil` if the service sends none.
    public var smsCommand: HookCommand?
    /// The operator's command that sends mail; `nil` if the service sends none.
    public var mailCommand: HookCommand?
    /// How the operator's commands are run.
    public var hooks = HookLimits()
    /// How requesters are told what has happened; `nil` if the service tells nobody.
    public var webhooks: WebhookSettings?
    /// How phones are woken up; `nil` if they are not.
    public var push: PushSettings?
    /// How long the service waits for a person.
    public var lifetimes = Lifetimes()

    /// Creates the defaults: a free port of the loopback address.
    public init(database: String, logger: Logger) {
        self.database = database
        self.logger = logger
    }
}

#endif
