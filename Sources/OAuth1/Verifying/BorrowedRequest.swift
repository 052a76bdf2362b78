/// A request as a server received it, in memory that belongs to the caller: what is verified without allocating.
///
/// RFC 5849 section 3.2. ``ReceivedRequest`` is the one that owns its parts.
public struct BorrowedRequest: ~Escapable {
    /// The HTTP method.
    public let method: Span<UInt8>
    /// The absolute URL as the client called it, with its query.
    ///
    /// Behind a proxy this is the external URL; see ``ExternalURL`` and ``TrustedProxies``.
    public let url: Span<UInt8>
    /// The value of the `Authorization` header, empty if there is none.
    public let authorization: Span<UInt8>
    /// Whether the body is `application/x-www-form-urlencoded`, so that its parameters are signed.
    public let isForm: Bool
    /// The body. If it is not a form, it is only compared with an `oauth_body_hash`.
    public let body: Span<UInt8>

    /// Creates a request from its parts.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The absolute URL as the client called it, with its query.
    ///   - authorization: The value of the `Authorization` header, empty if there is none.
    ///   - isForm: Whether the body is `application/x-www-form-urlencoded`.
    ///   - body: The body, complete.
    @inlinable
    @_lifetime(copy method, copy url, copy authorization, copy body)
    public init(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8> = Span(), isForm: Bool = false,
        body: Span<UInt8> = Span()
    ) {
        self.method = method
        self.url = url
        self.authorization = authorization
        self.isForm = isForm
        self.body = body
    }
}
