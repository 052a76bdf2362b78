public import CryptoCore
public import OAuth1

/// The credentials of one authorization until the resource owner has decided (RFC 5849 section 2.1).
///
/// Store them in the user's session: they distinguish the callback of this authorization from any other.
public struct TemporaryCredentials: Sendable {
    /// The identifier (`oauth_token`).
    public let token: String
    /// The shared secret (`oauth_token_secret`).
    public let tokenSecret: SecretBytes
    /// The other parameters of the response, in its order.
    public let parameters: [Parameter]

    /// Creates credentials that were stored.
    public init(token: String, tokenSecret: SecretBytes, parameters: [Parameter] = []) {
        self.token = token
        self.tokenSecret = tokenSecret
        self.parameters = parameters
    }
}

extension TemporaryCredentials: CustomStringConvertible, CustomReflectable {
    /// The token only, neither the secret nor the other parameters.
    public var description: String { "TemporaryCredentials(\(token))" }
    /// A mirror without children, so that `dump` shows only the description.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
