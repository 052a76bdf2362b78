public import HTTPTypes

/// A complete HTTP response.
public struct HTTPTransportResponse: Sendable, Hashable {
    /// The status and header fields of the final response; informational (1xx) responses are skipped.
    public var head: HTTPResponse
    /// The response body: as sent, or decoded if ``TransferOptions/acceptsCompression`` is set.
    public var body: [UInt8]
    /// The trailer fields. RFC 9110 section 6.5.
    public var trailers: HTTPFields
    /// The measurements of the transfer; `nil` from transports that do not measure.
    public var metrics: TransferMetrics?

    /// Creates a response.
    public init(head: HTTPResponse, body: [UInt8], trailers: HTTPFields = [:], metrics: TransferMetrics? = nil) {
        self.head = head
        self.body = body
        self.trailers = trailers
        self.metrics = metrics
    }
}
