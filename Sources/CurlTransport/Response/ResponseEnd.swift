public import HTTPExchange
public import HTTPTypes

/// The information that follows the body of a response.
public struct ResponseEnd: Sendable {
    /// The trailer fields. RFC 9110 section 6.5.
    public var trailers: HTTPFields
    /// The measurements of the transfer.
    public var metrics: TransferMetrics
}
