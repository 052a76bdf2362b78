/// How one transfer went. Times run from its start on the agent, so each contains those before it.
public struct TransferMetrics: Sendable, Hashable {
    /// Until the host's address was known; zero on a kept connection.
    public var nameLookup: Duration
    /// Until the connection was made; zero on a kept connection.
    public var connect: Duration
    /// Until the TLS handshake was done; zero without TLS and on a kept connection.
    public var tls: Duration
    /// Until the first byte of the response came.
    public var firstByte: Duration
    /// Until the last byte of the response came.
    public var total: Duration
    /// The bytes of the request: header fields and body.
    public var bytesSent: Int64
    /// The bytes of the response: header fields and body, as they came over the network.
    public var bytesReceived: Int64
    /// Whether the request travelled on a connection that an earlier request had opened.
    public var connectionReused: Bool
    /// The version of HTTP that was spoken.
    public var version: Version

    /// A version of HTTP.
    public enum Version: String, Sendable, Hashable {
        case http10 = "1.0"
        case http11 = "1.1"
        case http2 = "2"
        case other
    }

    /// Creates metrics.
    public init(
        nameLookup: Duration, connect: Duration, tls: Duration, firstByte: Duration, total: Duration,
        bytesSent: Int64, bytesReceived: Int64, connectionReused: Bool, version: Version
    ) {
        self.nameLookup = nameLookup
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.connectionReused = connectionReused
        self.version = version
    }
}
