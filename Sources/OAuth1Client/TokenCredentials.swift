public import CryptoCore
public import OAuth1

/// The credentials that prove the resource owner's consent (RFC 5849 section 2.3).
public struct TokenCredentials: Sendable {
    /// The token (`oauth_token`).
    public let token: String
    /// The shared secret (`oauth_token_secret`).
    public let tokenSecret: SecretBytes
    /// The handle with which the credentials are renewed (`oauth_session_handle`); `nil` if the server sent none.
    ///
    /// It is persistent and as valuable as the secret. See ``AuthorizationFlow/renew(_:parameters:)``.
    public let sessionHandle: String?
    /// How long the token is valid from its issue (`oauth_expires_in`); `nil` if the server does not state seconds.
    public let lifetime: Duration?
    /// How long the credentials can be renewed, from their issue (`oauth_authorization_expires_in`); `nil` if the server
    /// does not state seconds.
    public let authorizationLifetime: Duration?
    /// The other parameters of the response, in its order; many servers name the resource owner here.
    public let parameters: [Parameter]

    /// Creates credentials that were stored.
    public init(
        token: String, tokenSecret: SecretBytes, sessionHandle: String? = nil, lifetime: Duration? = nil,
        authorizationLifetime: Duration? = nil, parameters: [Parameter] = []
    ) {
        self.token = token
        self.tokenSecret = tokenSecret
        self.sessionHandle = sessionHandle
        self.lifetime = lifetime
        self.authorizationLifetime = authorizationLifetime
        self.parameters = parameters
    }
}

extension TokenCredentials: CustomStringConvertible, CustomReflectable {
    /// The token only, neither the secret, the session handle nor the other parameters.
    public var description: String { "TokenCredentials(\(token))" }
    /// A mirror without children, so that `dump` shows only the description.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
