public import HTTPTypes

/// How a server wants the requests for credentials to look.
public struct RequestStyle: Sendable, Hashable {
    /// Where the protocol's parameters travel (RFC 5849 section 3.5).
    public enum Placement: Sendable, Hashable {
        /// In the `Authorization` header; other parameters in the form body, or in the query of a GET.
        case header
        /// All in the form body.
        case form
        /// All in the URL's query: servers and proxies log that.
        case query
    }

    /// The method; `POST` unless the server says otherwise.
    public var method: HTTPRequest.Method
    /// Where the protocol's parameters travel.
    public var placement: Placement
    /// The realm to name in the header, where a server wants one.
    public var realm: String?
    /// Header fields to send besides, such as a `User-Agent` that a server insists on.
    public var headerFields: HTTPFields

    /// A style; the default is what RFC 5849 recommends.
    public init(
        method: HTTPRequest.Method = .post, placement: Placement = .header, realm: String? = nil,
        headerFields: HTTPFields = [:]
    ) {
        self.method = method
        self.placement = placement
        self.realm = realm
        self.headerFields = headerFields
    }

    /// Whether the requests have no body.
    var isBodyless: Bool { method == .get || method == .head }

    func validate() throws(AuthorizationError) {
        guard placement != .form || !isBodyless else {
            throw .invalidArgument(reason: "a \(method.rawValue) request has no form body")
        }
        guard placement == .header || realm == nil else {
            throw .invalidArgument(reason: "a realm travels in the header only")
        }
    }
}
