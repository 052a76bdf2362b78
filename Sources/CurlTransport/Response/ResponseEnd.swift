public import HTTPExchange
public import HTTPTypes

/// What is known of a response once its body has come.
public struct ResponseEnd: Sendable {
    /// The fields after the body. RFC 9110, section 6.5.
    public var trailers: HTTPFields
    /// How the transfer went.
    public var metrics: TransferMetrics
}
