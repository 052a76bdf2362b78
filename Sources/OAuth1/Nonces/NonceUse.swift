/// One use of a nonce. All four parts together must be unique.
///
/// RFC 5849 section 3.3.
public struct NonceUse: Sendable, Hashable {
    /// The consumer key.
    public var consumerKey: String
    /// The token; `nil` in a two-legged flow.
    public var token: String?
    /// The `oauth_timestamp`, in seconds since 1970.
    public var timestamp: Int64
    /// The `oauth_nonce`.
    public var nonce: String

    /// Creates a use from its parts.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token; `nil` in a two-legged flow.
    ///   - timestamp: The `oauth_timestamp`, in seconds since 1970.
    ///   - nonce: The `oauth_nonce`.
    public init(consumerKey: String, token: String?, timestamp: Int64, nonce: String) {
        self.consumerKey = consumerKey
        self.token = token
        self.timestamp = timestamp
        self.nonce = nonce
    }
}
