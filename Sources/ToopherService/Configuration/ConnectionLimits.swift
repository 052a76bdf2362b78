#if Service

internal import NIOCore

/// How many connections the service holds, and for how long a silent or a slow one.
///
/// The times are absolute: a client that sends or reads one byte now and then does not prolong them.
public struct ConnectionLimits: Sendable, Hashable {
    /// The most connections; `nil` for as many as the process may have descriptors, less a reserve, up to
    /// ``defaultMaximum``. Never more than that reserve permits. What comes when all are in use is closed.
    public var maximum: Int?
    /// The most connections from one IPv4 address or one /64 of IPv6 addresses; `nil` for ``defaultMaximumPerAddress``,
    /// and for no limit of this kind if all connections come from a proxy. Loopback and trusted proxies are not counted.
    public var maximumPerAddress: Int?
    /// From the connection, or from the first byte of a further request, to the end of the request's head.
    public var head: Duration = .seconds(10)
    /// From the end of the head to the end of the body.
    public var body: Duration = .seconds(20)
    /// From the beginning of a response until the client's system has room for all of it.
    public var response: Duration = .seconds(30)
    /// From a response to the first byte of the next request.
    public var idle: Duration = .seconds(75)
    /// From a last response to the end of the connection, for the client to read it.
    public var lingering: Duration = .seconds(2)

    /// The most connections, unless ``maximum`` says otherwise.
    public static let defaultMaximum = 16_384
    /// The most connections from one address, unless ``maximumPerAddress`` says otherwise.
    public static let defaultMaximumPerAddress = 128
    /// The descriptors that are left for the database, the log, timers and event loops. Without one to spare libdispatch ends
    /// the process: it opens a file of `/proc` every second, and does not expect to fail.
    static let reserve = 96

    /// What a service needs that does not listen: for an SQLite file and its readers, and three for each event loop.
    static var descriptorsWithoutConnections: Int { 32 + 3 * System.coreCount }

    /// Creates the defaults.
    public init() {}

    /// Returns the most connections of a process that may have so many descriptors.
    ///
    /// - Parameter others: The descriptors that are left for webhooks and push messages.
    func maximum(descriptors: Int, others: Int = 0) throws(ServiceError) -> Int {
        let possible = descriptors - Self.reserve - others
        guard possible > 0 else { throw .tooFewDescriptors(limit: descriptors, needed: Self.reserve + others + 1) }
        return min(possible, max(1, maximum ?? Self.defaultMaximum))
    }
}

#endif
