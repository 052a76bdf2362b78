public import HTTPTypes

/// A client that sends one HTTP request and returns the complete, bounded response.
///
/// The interface between the API clients of this package and the network. `CurlTransport` implements it on libcurl;
/// <doc:ImplementingATransport> says what any other implementation has to guarantee.
public protocol HTTPTransport: Sendable {
    /// Sends `request` with `body` and waits for the complete response.
    ///
    /// Redirects are not followed, because a signature is bound to the URL that it was made for.
    ///
    /// - Parameters:
    ///   - request: The method, scheme (`http` or `https`), authority, and path with its query; sent byte for byte.
    ///   - body: The request body; empty for none.
    ///   - options: The deadlines and limits of this transfer.
    /// - Returns: The response, whatever its status: 4xx and 5xx are not thrown.
    /// - Throws: ``TransportError/cancelled`` if the task is cancelled; any other ``TransportError`` if there is no
    ///   complete response within the deadlines and limits.
    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse
}

extension HTTPTransport {
    /// Sends `request` with the default ``TransferOptions``.
    ///
    /// - Throws: ``TransportError``, as ``send(_:body:options:)``.
    public func send(
        _ request: HTTPRequest, body: [UInt8] = []
    ) async throws(TransportError) -> HTTPTransportResponse {
        try await send(request, body: body, options: TransferOptions())
    }
}
