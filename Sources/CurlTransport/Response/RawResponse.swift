internal import HTTPExchange
internal import HTTPTypes

/// A response as the agent gathered it: lines and bytes, not yet looked into.
struct RawResponse: Sendable, Hashable {
    /// The status line and header fields of the final response, with their line ends.
    var headLines: [UInt8] = []
    var body: [UInt8] = []
    /// The fields after the body, with their line ends.
    var trailerLines: [UInt8] = []
    var metrics: TransferMetrics?

    func response() throws(TransportError) -> HTTPTransportResponse {
        HTTPTransportResponse(
            head: try HeadReader.head(of: headLines), body: body, trailers: try trailers(), metrics: metrics)
    }

    func trailers() throws(TransportError) -> HTTPFields {
        trailerLines.isEmpty ? [:] : try HeadReader.fields(of: trailerLines[...])
    }
}
