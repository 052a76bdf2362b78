internal import HTTPExchange
internal import HTTPTypes

/// A response as the agent collected it: lines and bytes, not parsed.
struct RawResponse: Sendable, Hashable {
    /// The status line and header fields of the final response, with their line ends.
    var headLines: [UInt8] = []
    var body: [UInt8] = []
    /// The trailer fields, with their line ends.
    var trailerLines: [UInt8] = []
    var metrics: TransferMetrics?

    /// Returns the parsed response.
    func response() throws(TransportError) -> HTTPTransportResponse {
        HTTPTransportResponse(
            head: try ResponseHeadParser.head(of: headLines), body: body, trailers: try trailers(), metrics: metrics)
    }

    /// Returns the parsed trailer fields.
    func trailers() throws(TransportError) -> HTTPFields {
        trailerLines.isEmpty ? [:] : try ResponseHeadParser.fields(of: trailerLines[...])
    }
}
