public import HTTPTypes

/// The form of the requests for credentials that a server expects.
public struct RequestStyle: Sendable, Hashable {
    /// A parameter source for the protocol's parameters (RFC 5849 section 3.5).
    public enum Placement: Sendable, Hashable {
        /// The `Authorization` header field; other parameters in the form body, or in the query of a GET.
        case header
        /// All parameters in the form body.
        case form
        /// All parameters in the query of the URL, which servers and proxies log.
        case query
    }

    /// The method; `POST` unless the server expects another one.
    public var method: HTTPRequest.Method
    /// The parameter source for the protocol's parameters.
    public var placement: Placement
    /// The realm of the `Authorization` header field, if the server requires one.
    public var realm: String?
    /// Additional header fields, such as a `User-Agent` that the server requires.
    public var headerFields: HTTPFields

    /// Creates a style; the default is what RFC 5849 recommends.
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

    /// Throws if no request can have this style.
    func validate() throws(AuthorizationError) {
        guard placement != .form || !isBodyless else {
            throw .invalidArgument(reason: "a \(method.rawValue) request has no form body")
        }
        guard placement == .header || realm == nil else {
            throw .invalidArgument(reason: "only the header field has a realm")
        }
    }
}
