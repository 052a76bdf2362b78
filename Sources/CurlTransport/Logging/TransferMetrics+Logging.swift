public import HTTPExchange
public import Logging

extension TransferMetrics {
    /// The metrics as log metadata: durations in milliseconds, bytes, version. No address, header field or body.
    public var logMetadata: Logger.Metadata {
        [
            "http.name_lookup_ms": "\(nameLookup.milliseconds)",
            "http.connect_ms": "\(connect.milliseconds)",
            "http.tls_ms": "\(tls.milliseconds)",
            "http.first_byte_ms": "\(firstByte.milliseconds)",
            "http.total_ms": "\(total.milliseconds)",
            "http.bytes_sent": "\(bytesSent)",
            "http.bytes_received": "\(bytesReceived)",
            "http.connection_reused": "\(isReusedConnection)",
            "http.version": "\(version.rawValue)",
        ]
    }
}

extension Duration {
    fileprivate var milliseconds: Double { self / .milliseconds(1) }
}
