public import CryptoCore
public import OAuth1

/// The credentials that prove the resource owner's consent (RFC 5849 section 2.3).
public struct TokenCredentials: Sendable {
    /// The token (`oauth_token`).
    public let token: String
    /// The shared secret (`oauth_token_secret`).
    public let tokenSecret: SecretBytes
    /// The other parameters of the response, in its order; many servers name the resource owner here.
    public let parameters: [Parameter]

    /// Creates credentials that were stored.
    public init(token: String, tokenSecret: SecretBytes, parameters: [Parameter] = []) {
        self.token = token
        self.tokenSecret = tokenSecret
        self.parameters = parameters
    }
}

extension TokenCredentials: CustomStringConvertible, CustomReflectable {
    /// The token only, neither the secret nor the other parameters.
    public var description: String { "TokenCredentials(\(token))" }
    /// A mirror without children, so that `dump` shows only the description.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
