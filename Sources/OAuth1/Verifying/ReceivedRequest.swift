public import HTTPTypes

/// A request as a server received it: what a signature is verified against.
public struct ReceivedRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The absolute URL as the client called it, query included. Behind a proxy that is not the URL
    /// that arrived here: state the external one, with ``ExternalURL`` or ``TrustedProxies``.
    public var url: String
    /// Every `Authorization` header value.
    public var authorization: [String]
    /// The `Content-Type` header value.
    public var contentType: String?
    /// The body: signed when it is a form, else compared with `oauth_body_hash` where a client sends that.
    public var body: [UInt8]

    /// Everything that a signature can cover.
    public init(
        method: String, url: String, authorization: [String] = [], contentType: String? = nil, body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.authorization = authorization
        self.contentType = contentType
        self.body = body
    }

    /// A request in the currency of swift-http-types.
    /// - Parameters:
    ///   - request: its method, its `Authorization` and `Content-Type` fields are looked at.
    ///   - url: the absolute URL as the client called it: state the external one behind a proxy.
    ///   - body: the body, complete.
    public init(_ request: HTTPRequest, url: String, body: [UInt8] = []) {
        self.init(
            method: request.method.rawValue, url: url, authorization: request.headerFields[values: .authorization],
            contentType: request.headerFields[.contentType], body: body)
    }

    /// Whether the body's parameters are signed.
    var hasFormBody: Bool { ContentType.isForm(contentType) }
}
