/// A request whose signature, timestamp and nonce are valid.
public struct VerifiedRequest: Sendable {
    /// The consumer key that the request was signed with.
    public let consumerKey: String
    /// The token that the request was signed with; `nil` in a two-legged flow.
    public let token: String?
    /// The parameters of header, query and form body in this order, decoded, without the protocol parameters. All of
    /// them were signed.
    ///
    /// Use these, and do not parse the form another way: the signature covers decoded parameters, not the bytes that
    /// spell them. Their order and their percent-encoding may have been changed on the way, and a parser with more
    /// separators than `&` would read other parameters from another spelling.
    public let parameters: [Parameter]
    /// The protocol parameters (`oauth_…`), decoded: `oauth_callback` and `oauth_verifier` in the three-legged flow, and
    /// extensions. All but `oauth_signature` were signed.
    public let protocolParameters: [Parameter]
    /// Whether the signature covers the body: it is empty, a form, or matches the `oauth_body_hash`.
    ///
    /// If `false`, anybody may have written the body. PLAINTEXT signs nothing (RFC 5849 section 3.4.4), so that a body
    /// that is not empty is never covered.
    public let coversBody: Bool
}
