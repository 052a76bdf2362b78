public import HTTPTypes

extension TrustedProxies {
    /// The absolute URL that the client called, from a request in the currency of swift-http-types.
    /// - Parameters:
    ///   - request: its authority, path and header fields are looked at.
    ///   - scheme: of the connection that the request arrived on. Not taken from the request: in
    ///     HTTP/2 and 3 its `:scheme` is the sender's word.
    ///   - peer: the IP address of the other end of the connection, without a port.
    public func externalURL(
        of request: HTTPRequest, scheme: String, peer: String
    ) throws(ExternalURLError) -> String {
        try externalURL(
            scheme: scheme, authority: request.authority, target: request.path ?? "", peer: peer,
            headers: request.headerFields.map { ($0.name.rawName, $0.value) })
    }
}
