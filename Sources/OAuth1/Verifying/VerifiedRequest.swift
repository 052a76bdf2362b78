/// A request whose signature, timestamp and nonce were in order.
public struct VerifiedRequest: Sendable {
    /// Who signed it.
    public let consumerKey: String
    /// The token it was signed with, nil in a two-legged flow.
    public let token: String?
    /// The parameters of header, query and form body in this order, decoded, without the
    /// protocol's own (`oauth_…`). All of them were signed.
    public let parameters: [Parameter]
    /// The protocol's own parameters (`oauth_…`), decoded: `oauth_callback` and `oauth_verifier` in
    /// the three-legged flow, and extensions. All but `oauth_signature` were signed.
    public let protocolParameters: [Parameter]
}
