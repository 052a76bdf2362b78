public import HTTPTypes

extension Signer {
    /// Signs a request in its `Authorization` field, and replaces the field's value.
    ///
    /// Sign each attempt and each hop of a redirect again: a nonce may be used once, and the signature is bound to method
    /// and URL.
    ///
    /// - Parameters:
    ///   - request: A request with scheme, authority and path. Its `Content-Type` decides whether `body` is a form,
    ///     whose parameters are signed. RFC 5849 section 3.4.1.3.1.
    ///   - body: The body exactly as it will be sent, empty if there is none.
    ///   - bodyHash: Whether a body that is not a form is signed by its hash.
    ///   - protocolParameters: Further parameters to sign and send in the header.
    ///   - realm: The realm, which is sent first and not signed; `nil` keeps that of the field, if it has one.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func sign(
        _ request: inout HTTPRequest, body: [UInt8] = [], bodyHash: BodyHash = .never,
        protocolParameters: [Parameter] = [], realm: String? = nil
    ) throws(OAuth1Error) {
        let url = try Self.url(of: request)
        let isForm = ContentType.isForm(request.headerFields[.contentType])
        let method = request.method.rawValue
        let realm = realm ?? Realm.given(in: request.headerFields[values: .authorization])
        if bodyHash == .unlessForm, !isForm {
            request.headerFields[.authorization] = try authorizationHeader(
                method: method, url: url, hashing: body, protocolParameters: protocolParameters, realm: realm)
        } else {
            request.headerFields[.authorization] = try authorizationHeader(
                method: method, url: url, form: isForm ? body : [], protocolParameters: protocolParameters, realm: realm
            )
        }
    }

    private static func url(of request: HTTPRequest) throws(OAuth1Error) -> String {
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path else {
            throw .invalidURL(reason: "the request lacks scheme, authority or path")
        }
        guard path.utf8.first == UInt8(ascii: "/") || path.utf8.first == UInt8(ascii: "?") || path.isEmpty else {
            throw .invalidURL(reason: "its path does not begin with a slash")
        }
        return "\(scheme)://\(authority)\(path)"
    }
}
