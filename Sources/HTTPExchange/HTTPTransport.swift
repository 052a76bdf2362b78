public import HTTPTypes

/// Sends one HTTP request and hands back the whole, bounded response.
///
/// The seam between the API client and the network: ``CurlTransport`` is the real one, tests bring their own.
/// A transport never follows a redirect, because a signature is bound to the URL it was made for.
public protocol HTTPTransport: Sendable {
    /// Sends `request` with `body` and waits for the complete response.
    ///
    /// - Parameters:
    ///   - request: the method, scheme (`http` or `https`), authority, and path with its query; sent byte for byte.
    ///   - body: the request body; empty for none.
    ///   - options: the deadlines and limits of this transfer.
    /// - Throws: ``TransportError``. A response of any status, also 4xx and 5xx, is returned and not thrown.
    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse
}

extension HTTPTransport {
    /// Sends `request` with the default ``TransferOptions``.
    public func send(
        _ request: HTTPRequest, body: [UInt8] = []
    ) async throws(TransportError) -> HTTPTransportResponse {
        try await send(request, body: body, options: TransferOptions())
    }
}
