public import HTTPTypes

/// A complete HTTP response.
public struct HTTPTransportResponse: Sendable, Hashable {
    /// The status and header fields of the final response; informational (1xx) responses are skipped.
    public var head: HTTPResponse

    /// The response body: as sent, or decoded if ``TransferOptions/acceptsCompression`` asked for that.
    public var body: [UInt8]

    /// The fields after the body. RFC 9110, section 6.5.
    public var trailers: HTTPFields

    /// How the transfer went, from transports that measure it.
    public var metrics: TransferMetrics?

    /// Creates a response.
    public init(head: HTTPResponse, body: [UInt8], trailers: HTTPFields = [:], metrics: TransferMetrics? = nil) {
        self.head = head
        self.body = body
        self.trailers = trailers
        self.metrics = metrics
    }
}
