internal import CryptoCore
public import HTTPExchange
public import OAuth1

/// Redirection-based authorization (RFC 5849 section 2), the client's side: a resource owner lets
/// this client act for them at a server, elsewhere called the three-legged flow.
///
/// ```swift
/// let flow = try AuthorizationFlow(
///     consumerKey: key, key: .hmac(.sha1, consumerSecret: secret), endpoints: endpoints, transport: transport)
/// let temporary = try await flow.temporaryCredentials(callback: .url("https://client.example.com/ready"))
/// // Keep `temporary` in the session, and send the browser to:
/// let address = try flow.authorizationURL(for: temporary)
/// // When the callback is called:
/// let verifier = try temporary.verifier(inCallbackURL: url)
/// let token = try await flow.tokenCredentials(for: temporary, verifier: verifier)
/// let signer = try flow.signer(for: token)
/// ```
///
/// A value holds no state of an authorization: one serves all users.
public struct AuthorizationFlow: Sendable {
    private let consumerKey: String
    private let key: SignatureKey
    private let endpoints: Endpoints
    private let requests: CredentialsRequests
    private let clock: UnixClock
    private let nonces: NonceSource

    /// A flow for one client at one server.
    /// - Parameters:
    ///   - consumerKey: the client's identifier (`oauth_consumer_key`).
    ///   - key: how the client signs; a token's secret in it is not looked at.
    ///   - endpoints: the server's three URLs.
    ///   - style: how the server wants the requests to look.
    ///   - transport: what sends them.
    ///   - options: the deadlines of each request, and the largest response.
    ///   - clock: the time that the requests carry.
    ///   - nonces: makes a nonce for each request.
    /// - Throws: ``AuthorizationError/invalidArgument(reason:)`` for a style that no request can have,
    ///   or a key that only verifies.
    public init(
        consumerKey: String, key: SignatureKey, endpoints: Endpoints, style: RequestStyle = RequestStyle(),
        transport: any HTTPTransport, options: TransferOptions = TransferOptions(maximumResponseBytes: 65536),
        clock: @escaping UnixClock = SystemClock.unixSeconds, nonces: @escaping NonceSource = RandomNonce.source
    ) throws(AuthorizationError) {
        if case .rsaPublic = key { throw .invalidArgument(reason: "a public key cannot sign") }
        try style.validate()
        self.consumerKey = consumerKey
        self.key = key
        self.endpoints = endpoints
        self.clock = clock
        self.nonces = nonces
        requests = CredentialsRequests(style: style, transport: transport, options: options)
    }

    /// Asks for temporary credentials (section 2.1).
    /// - Parameters:
    ///   - callback: where the server sends the resource owner afterwards.
    ///   - parameters: what the server wants besides, such as a scope. None may be called `oauth_…`.
    /// - Throws: ``AuthorizationError``, also when the server does not confirm the callback.
    public func temporaryCredentials(
        callback: Callback, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TemporaryCredentials {
        let signer = try signer(token: nil, secret: nil)
        let reply = try await requests.send(
            to: endpoints.temporaryCredentials, signer,
            protocolParameters: [Parameter("oauth_callback", try callback.text())], parameters: parameters)
        guard reply.isCallbackConfirmed else { throw .callbackNotConfirmed }
        return TemporaryCredentials(token: reply.token, tokenSecret: reply.tokenSecret, parameters: reply.others)
    }

    /// The URL to send the resource owner to (section 2.2).
    /// - Parameters:
    ///   - credentials: what they shall authorise.
    ///   - parameters: what the server wants besides, such as permissions. None may be called `oauth_…`.
    public func authorizationURL(
        for credentials: TemporaryCredentials, parameters: [Parameter] = []
    ) throws(AuthorizationError) -> String {
        try CredentialsRequests.validate(parameters)
        return endpoints.authorization.adding([Parameter("oauth_token", credentials.token)] + parameters)
    }

    /// Asks for token credentials (section 2.3). Temporary credentials serve once, so a second attempt
    /// needs new ones.
    /// - Parameters:
    ///   - credentials: what the resource owner authorised.
    ///   - verifier: from the callback, or as the resource owner typed it in.
    ///   - parameters: what the server wants besides. None may be called `oauth_…`.
    public func tokenCredentials(
        for credentials: TemporaryCredentials, verifier: String, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TokenCredentials {
        guard !verifier.isEmpty else { throw .missingVerifier }
        let signer = try signer(token: credentials.token, secret: credentials.tokenSecret)
        let reply = try await requests.send(
            to: endpoints.token, signer, protocolParameters: [Parameter("oauth_verifier", verifier)],
            parameters: parameters)
        return TokenCredentials(token: reply.token, tokenSecret: reply.tokenSecret, parameters: reply.others)
    }

    /// Signs requests in the resource owner's name (section 3); see ``SigningTransport``.
    public func signer(for credentials: TokenCredentials) throws(AuthorizationError) -> Signer {
        try signer(token: credentials.token, secret: credentials.tokenSecret)
    }

    private func signer(token: String?, secret: SecretBytes?) throws(AuthorizationError) -> Signer {
        do {
            let credentials = try Credentials(
                consumerKey: consumerKey, token: token, key: key.with(tokenSecret: secret))
            return Signer(credentials: credentials, clock: clock, nonces: nonces)
        } catch { throw .signing(.crypto(error)) }
    }
}
