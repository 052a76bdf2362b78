/// A request as a server received it: what a signature is verified against.
public struct ReceivedRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The absolute URL as the client called it, query included. Behind a proxy that is not the URL
    /// that arrived here: state the external one.
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

    /// Whether the body's parameters are signed: single-part form encoding, whatever parameters
    /// such as `charset` stand behind the type (RFC 5849 section 3.4.1.3.1).
    var hasFormBody: Bool {
        guard let contentType else { return false }
        let type = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type.lowercased() == "application/x-www-form-urlencoded"
    }
}
