public import HTTPTypes
public import Logging

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

    /// For a log line: durations in milliseconds, bytes, version. No address, header field or body is in it.
    public var logMetadata: Logger.Metadata {
        [
            "http.name_lookup_ms": "\(nameLookup.milliseconds)",
            "http.connect_ms": "\(connect.milliseconds)",
            "http.tls_ms": "\(tls.milliseconds)",
            "http.first_byte_ms": "\(firstByte.milliseconds)",
            "http.total_ms": "\(total.milliseconds)",
            "http.bytes_sent": "\(bytesSent)",
            "http.bytes_received": "\(bytesReceived)",
            "http.connection_reused": "\(connectionReused)",
            "http.version": "\(version.rawValue)",
        ]
    }
}

/// What is known of a response once its body has come.
public struct ResponseEnd: Sendable {
    /// The fields after the body. RFC 9110, section 6.5.
    public var trailers: HTTPFields
    /// How the transfer went.
    public var metrics: TransferMetrics
}

extension Duration {
    fileprivate var milliseconds: Double { self / .milliseconds(1) }
}
