public import HTTPTypes

/// A request as a server received it: what a signature is verified against.
public struct ReceivedRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The absolute URL as the client called it, with its query.
    ///
    /// Behind a proxy this is not the URL that the server received, but the external one; see ``ExternalURL`` and
    /// ``TrustedProxies``.
    public var url: String
    /// The values of all `Authorization` header fields.
    public var authorization: [String]
    /// The value of the `Content-Type` header field.
    public var contentType: String?
    /// The body. If it is not a form, it is only compared with an `oauth_body_hash`.
    public var body: [UInt8]

    /// Creates a request from its parts.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The absolute URL as the client called it, with its query.
    ///   - authorization: The values of all `Authorization` header fields.
    ///   - contentType: The value of the `Content-Type` header field.
    ///   - body: The body, complete.
    public init(
        method: String, url: String, authorization: [String] = [], contentType: String? = nil, body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.authorization = authorization
        self.contentType = contentType
        self.body = body
    }

    /// Creates a request from one of swift-http-types.
    ///
    /// - Parameters:
    ///   - request: The request with its method and its `Authorization` and `Content-Type` fields.
    ///   - url: The absolute URL as the client called it; behind a proxy the external one.
    ///   - body: The body, complete.
    public init(_ request: HTTPRequest, url: String, body: [UInt8] = []) {
        self.init(
            method: request.method.rawValue, url: url, authorization: request.headerFields[values: .authorization],
            contentType: request.headerFields[.contentType], body: body)
    }

    /// Whether the parameters of the body are signed.
    package var hasFormBody: Bool { ContentType.isForm(contentType) }

    /// Calls `body` with the request as bytes.
    func withBytes<Result>(
        _ body: (borrowing BorrowedRequest) throws(VerificationError) -> Result
    ) throws(VerificationError) -> Result {
        let headers = authorization.filter(Self.isOAuth)
        guard headers.count <= 1 else {
            throw .malformed(.malformed(reason: "there are two OAuth Authorization headers"))
        }
        let (method, url, header) = (method.utf8, url.utf8, (headers.first ?? "").utf8)
        return try body(
            BorrowedRequest(
                method: method.span, url: url.span, authorization: header.span, isForm: hasFormBody,
                body: self.body.span))
    }

    /// Whether the scheme of a header value is OAuth; a value with another scheme is ignored.
    private static func isOAuth(_ header: String) -> Bool {
        let scheme = header.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return scheme.count == 5 && String(decoding: scheme, as: UTF8.self).lowercased() == "oauth"
    }
}
