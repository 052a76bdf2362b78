public import HTTPTypes

extension Signer {
    /// Whether a body that is no form is signed by its hash (`oauth_body_hash`).
    public enum BodyHash: Sendable, Hashable {
        /// Such a body is not signed at all, as RFC 5849 leaves it.
        case never
        /// Every request that is no form carries the hash, an empty body's too.
        case unlessForm
    }

    /// Signs `request` in its `Authorization` field, in place of whatever stands there.
    ///
    /// Sign each attempt and each hop of a redirect anew: the nonce may be used once, and the
    /// signature is bound to method and URL.
    ///
    /// - Parameters:
    ///   - request: with scheme, authority and path. Its `Content-Type` decides whether `body` is a
    ///     form, whose parameters are signed (RFC 5849 section 3.4.1.3.1).
    ///   - body: the body exactly as it will be sent, empty if there is none.
    ///   - bodyHash: whether a body that is no form is signed by its hash.
    ///   - protocolParameters: sent and signed in the header besides the signer's own.
    ///   - realm: sent in front, never signed.
    public func sign(
        _ request: inout HTTPRequest, body: [UInt8] = [], bodyHash: BodyHash = .never,
        protocolParameters: [Parameter] = [], realm: String? = nil
    ) throws(OAuth1Error) {
        let url = try Self.url(of: request)
        let isForm = ContentType.isForm(request.headerFields[.contentType])
        let method = request.method.rawValue
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
