/// The measurements of one transfer.
///
/// Every duration begins with the transfer, so each contains those before it.
public struct TransferMetrics: Sendable, Hashable {
    /// A version of HTTP.
    public enum Version: String, Sendable, Hashable {
        /// HTTP/1.0.
        case http10 = "1.0"
        /// HTTP/1.1.
        case http11 = "1.1"
        /// HTTP/2.
        case http2 = "2"
        /// Any other version.
        case other
    }

    /// The time until the host name was resolved; zero on a reused connection.
    public var nameLookup: Duration
    /// The time until the connection was established; zero on a reused connection.
    public var connect: Duration
    /// The time until the TLS handshake was complete; zero without TLS and on a reused connection.
    public var tls: Duration
    /// The time until the first byte of the response arrived.
    public var firstByte: Duration
    /// The time until the last byte of the response arrived.
    public var total: Duration
    /// The bytes of the request: header fields and body.
    public var bytesSent: Int64
    /// The bytes of the response as transferred: header fields and body.
    public var bytesReceived: Int64
    /// Whether the request was sent on a connection that an earlier request had established.
    public var isReusedConnection: Bool
    /// The version of HTTP in use.
    public var version: Version

    /// Creates metrics.
    public init(
        nameLookup: Duration, connect: Duration, tls: Duration, firstByte: Duration, total: Duration,
        bytesSent: Int64, bytesReceived: Int64, isReusedConnection: Bool, version: Version
    ) {
        self.nameLookup = nameLookup
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.isReusedConnection = isReusedConnection
        self.version = version
    }
}
