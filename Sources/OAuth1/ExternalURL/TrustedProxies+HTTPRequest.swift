public import HTTPTypes

extension TrustedProxies {
    /// Returns the absolute URL that the client called, from a request of swift-http-types.
    ///
    /// - Parameters:
    ///   - request: The request with its authority, path and header fields.
    ///   - scheme: The scheme of the connection. The request's own is not used, since in HTTP/2 and HTTP/3 the client
    ///     chooses `:scheme`.
    ///   - peer: The IP address of the connection's peer, without a port.
    /// - Throws: ``ExternalURLError`` if the URL is unknown.
    public func externalURL(
        of request: HTTPRequest, scheme: String, peer: String
    ) throws(ExternalURLError) -> String {
        try externalURL(
            scheme: scheme, authority: request.authority, target: request.path ?? "", peer: peer,
            headers: request.headerFields.map { ($0.name.rawName, $0.value) })
    }
}
