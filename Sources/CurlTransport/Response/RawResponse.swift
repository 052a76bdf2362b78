internal import HTTPExchange
internal import HTTPTypes

/// A response as the agent collected it: lines and bytes, not parsed.
struct RawResponse: Sendable, Hashable {
    /// The status line and header fields of the final response, with their line ends.
    var headLines: [UInt8] = []
    /// The body as it arrived; empty if it is piped.
    var body: [UInt8] = []
    /// How to decode the body; `nil` if it is delivered as sent.
    var decoding: BodyDecoding?
    /// The trailer fields, with their line ends.
    var trailerLines: [UInt8] = []
    var metrics: TransferMetrics?

    /// Returns the parsed response, with a body of at most `limit` bytes.
    func response(limit: Int) throws(TransportError) -> HTTPTransportResponse {
        var body = body
        if let decoding { body = try ContentDecoder.decode(body, decoding, limit: limit) }
        return HTTPTransportResponse(
            head: try ResponseHeadParser.head(of: headLines), body: body, trailers: try trailers(), metrics: metrics)
    }

    /// Returns the parsed trailer fields.
    func trailers() throws(TransportError) -> HTTPFields {
        trailerLines.isEmpty ? [:] : try ResponseHeadParser.fields(of: trailerLines[...])
    }
}
