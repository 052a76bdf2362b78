internal import CryptoCore
public import HTTPExchange
public import OAuth1

/// The client's side of redirection-based authorization (RFC 5849 section 2), also called the three-legged flow: a resource
/// owner authorises this client to act for them at a server.
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
/// A flow has no state of an authorization: one serves all users. Servers that deviate from the RFC are in
/// <doc:ServersThatDeviate>.
public struct AuthorizationFlow: Sendable {
    let endpoints: Endpoints
    let requests: CredentialsRequests
    private let consumerKey: String
    private let key: SignatureKey
    private let leniencies: Leniencies
    private let clock: UnixClock
    private let nonces: NonceSource

    /// Creates a flow for one client at one server.
    ///
    /// - Parameters:
    ///   - consumerKey: The client's identifier (`oauth_consumer_key`).
    ///   - key: The client's key; a token secret in it is ignored.
    ///   - endpoints: The server's three URLs.
    ///   - style: The form of the requests that the server expects.
    ///   - leniencies: The deviations from the RFC that are accepted from the server.
    ///   - transport: The transport that sends the requests.
    ///   - options: The deadlines and limits of each transfer.
    ///   - clock: Returns the timestamp of a request.
    ///   - nonces: Returns the nonce of a request.
    /// - Throws: ``AuthorizationError/invalidArgument(reason:)`` for a style that no request can have, a public key, or
    ///   a leniency that is only for RSA.
    public init(
        consumerKey: String, key: SignatureKey, endpoints: Endpoints, style: RequestStyle = RequestStyle(),
        leniencies: Leniencies = [], transport: any HTTPTransport,
        options: TransferOptions = TransferOptions(maximumResponseBytes: 65536),
        clock: @escaping UnixClock = SystemClock.unixSeconds, nonces: @escaping NonceSource = RandomNonce.source
    ) throws(AuthorizationError) {
        if case .rsaPublic = key { throw .invalidArgument(reason: "a public key cannot sign") }
        if leniencies.contains(.missingTokenSecret), !key.isRSA {
            throw .invalidArgument(reason: "only RSA signs without a token secret")
        }
        try style.validate()
        self.consumerKey = consumerKey
        self.key = key
        self.endpoints = endpoints
        self.leniencies = leniencies
        self.clock = clock
        self.nonces = nonces
        requests = CredentialsRequests(
            style: style, transport: transport, options: options, leniencies: leniencies)
    }

    /// Requests temporary credentials (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - callback: The place to which the server returns the resource owner.
    ///   - parameters: Additional parameters, such as a scope. No name may begin with `oauth_`.
    /// - Throws: ``AuthorizationError``; ``AuthorizationError/callbackNotConfirmed`` if the server does not confirm the
    ///   callback.
    public func temporaryCredentials(
        callback: Callback, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TemporaryCredentials {
        let signer = try signer(token: nil, secret: nil)
        let response = try await requests.send(
            to: endpoints.temporaryCredentials, signer,
            protocolParameters: [Parameter("oauth_callback", try callback.text())], parameters: parameters)
        guard response.isCallbackConfirmed || leniencies.contains(.unconfirmedCallback) else {
            throw .callbackNotConfirmed
        }
        return TemporaryCredentials(
            token: response.token, tokenSecret: response.tokenSecret, parameters: response.others)
    }

    /// Returns the URL to which the resource owner is redirected (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - credentials: The temporary credentials to authorise.
    ///   - parameters: Additional parameters, such as permissions. No name may begin with `oauth_`.
    /// - Throws: ``AuthorizationError/invalidArgument(reason:)`` for a parameter that is not permitted.
    public func authorizationURL(
        for credentials: TemporaryCredentials, parameters: [Parameter] = []
    ) throws(AuthorizationError) -> String {
        try CredentialsRequests.validate(parameters)
        let name = endpoints.authorizationToken
        guard parameters.first(name) == nil else {
            throw .invalidArgument(reason: "a parameter has the name of the token's")
        }
        return endpoints.authorization.appending([Parameter(name, credentials.token)] + parameters)
    }

    /// Requests token credentials (RFC 5849 section 2.3).
    ///
    /// Temporary credentials can be used once, so a second attempt needs new ones.
    ///
    /// - Parameters:
    ///   - credentials: The temporary credentials that the resource owner authorised.
    ///   - verifier: The verifier from the callback, or as the resource owner typed it in.
    ///   - parameters: Additional parameters. No name may begin with `oauth_`.
    /// - Throws: ``AuthorizationError``.
    public func tokenCredentials(
        for credentials: TemporaryCredentials, verifier: String, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TokenCredentials {
        guard !verifier.isEmpty else { throw .missingVerifier }
        let signer = try signer(token: credentials.token, secret: credentials.tokenSecret)
        let response = try await requests.send(
            to: endpoints.token, signer, protocolParameters: [Parameter("oauth_verifier", verifier)],
            parameters: parameters)
        return try response.tokenCredentials(keeping: nil)
    }

    /// Returns a signer of requests for the resource owner (RFC 5849 section 3); see ``SigningTransport``.
    ///
    /// - Throws: ``AuthorizationError/signing(_:)`` if the key cannot be used.
    public func signer(for credentials: TokenCredentials) throws(AuthorizationError) -> Signer {
        try signer(token: credentials.token, secret: credentials.tokenSecret)
    }

    /// Returns a signer with the client's key and the secret of a token.
    func signer(token: String?, secret: SecretBytes?) throws(AuthorizationError) -> Signer {
        do {
            let credentials = try Credentials(
                consumerKey: consumerKey, token: token, key: key.with(tokenSecret: secret))
            return Signer(credentials: credentials, clock: clock, nonces: nonces)
        } catch { throw .signing(.crypto(error)) }
    }
}
