/// A request whose signature, timestamp and nonce are valid.
public struct VerifiedRequest: Sendable {
    /// The consumer key that the request was signed with.
    public let consumerKey: String
    /// The token that the request was signed with; `nil` in a two-legged flow.
    public let token: String?
    /// The parameters of header, query and form body in this order, decoded, without the protocol parameters. All of
    /// them were signed.
    public let parameters: [Parameter]
    /// The protocol parameters (`oauth_…`), decoded: `oauth_callback` and `oauth_verifier` in the three-legged flow, and
    /// extensions. All but `oauth_signature` were signed.
    public let protocolParameters: [Parameter]
}
