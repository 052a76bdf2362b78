public import CryptoCore
public import OAuth1

/// What stands for one authorization until the resource owner has decided (RFC 5849 section 2.1).
///
/// Keep them in the user's session: with them the callback is told from a forged one.
public struct TemporaryCredentials: Sendable {
    /// The temporary credentials' identifier (`oauth_token`).
    public let token: String
    /// Their shared secret (`oauth_token_secret`).
    public let tokenSecret: SecretBytes
    /// What else the server answered, in its order.
    public let parameters: [Parameter]

    /// Credentials from where they were kept.
    public init(token: String, tokenSecret: SecretBytes, parameters: [Parameter] = []) {
        self.token = token
        self.tokenSecret = tokenSecret
        self.parameters = parameters
    }
}

/// What stands for the resource owner's consent (RFC 5849 section 2.3).
public struct TokenCredentials: Sendable {
    /// The token (`oauth_token`).
    public let token: String
    /// Its shared secret (`oauth_token_secret`).
    public let tokenSecret: SecretBytes
    /// What else the server answered, in its order: many say here who the resource owner is.
    public let parameters: [Parameter]

    /// Credentials from where they were kept.
    public init(token: String, tokenSecret: SecretBytes, parameters: [Parameter] = []) {
        self.token = token
        self.tokenSecret = tokenSecret
        self.parameters = parameters
    }
}

extension TemporaryCredentials: CustomStringConvertible, CustomReflectable {
    /// The token only: neither the secret nor what the server answered besides.
    public var description: String { "TemporaryCredentials(\(token))" }
    /// No children: `dump` shows what ``description`` does.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension TokenCredentials: CustomStringConvertible, CustomReflectable {
    /// The token only: neither the secret nor what the server answered besides.
    public var description: String { "TokenCredentials(\(token))" }
    /// No children: `dump` shows what ``description`` does.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
