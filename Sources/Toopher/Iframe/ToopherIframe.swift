public import CryptoCore
public import OAuth1

/// The requester's side of the iframe: creates the signed URLs that a browser opens, and checks the signed forms
/// (postbacks) that the browser sends back.
///
/// Everything in a postback comes from the user's browser. Nothing in it is used, least of all an error, before its
/// signature, its request token and its age are valid.
///
/// A postback is accepted once. The replay ledger remembers those that were used; several processes of one site need a
/// ledger that they share.
public struct ToopherIframe: Sendable {
    /// How long a URL and a postback are valid by default: 300 seconds.
    public static let defaultTTL = Duration.seconds(300)

    /// The longest time to live that a check of a postback may permit: an hour. Replay ledgers remember postbacks as long.
    public static let maximumTTL = Duration.seconds(3600)

    let address: ServiceAddress
    let replayLedger: any PostbackLedger
    let verifier: PostbackVerifier
    let signer: Signer
    let clock: UnixClock

    /// Creates a helper from the requester's consumer key and secret.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret. This copy is not wiped; pass `SecretBytes` if it has to be.
    ///   - baseURL: The base URL of the service, with or without its last slash.
    ///   - replayLedger: Remembers the postbacks that were used. Several processes need a ledger that they share.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: String, baseURL: String,
        replayLedger: any PostbackLedger = InMemoryPostbackLedger.shared
    ) throws(ToopherError) {
        try self.init(
            key: key, secret: SecretBytes(utf8: secret), baseURL: baseURL, replayLedger: replayLedger)
    }

    /// Creates a helper with all options.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret.
    ///   - baseURL: The base URL of the service, with or without its last slash.
    ///   - replayLedger: Remembers the postbacks that were used. Several processes need a ledger that they share.
    ///   - postbackEncodings: The form encodings that a postback may be signed over. Other encodings than the reference
    ///     one are for services that were built on another library.
    ///   - futureTolerance: How far a postback's timestamp may lie in the future, for clocks that differ. The fraction
    ///     of a second is dropped.
    ///   - clock: The time for URLs and for the age of postbacks.
    ///   - nonces: The source of OAuth nonces.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: SecretBytes, baseURL: String,
        replayLedger: any PostbackLedger = InMemoryPostbackLedger.shared,
        postbackEncodings: Set<PostbackEncoding> = [.reference], futureTolerance: Duration = .seconds(60),
        clock: @escaping UnixClock = SystemClock.unixSeconds, nonces: @escaping NonceSource = RandomNonce.source
    ) throws(ToopherError) {
        let credentials = try Credentials.ofRequester(key: key, secret: secret)
        guard futureTolerance >= .zero else {
            throw .invalidArgument(name: "futureTolerance", reason: "it is negative")
        }
        address = try ServiceAddress(baseURL)
        self.replayLedger = replayLedger
        signer = Signer(credentials: credentials, clock: clock, nonces: nonces)
        self.clock = clock
        do {
            verifier = PostbackVerifier(
                key: try HMACKey(.sha1, key: secret), encodings: postbackEncodings, futureTolerance: futureTolerance)
        } catch {
            throw .crypto(error)
        }
    }

    /// Creates a random request token: 192 bits in 32 characters that need no percent-encoding.
    ///
    /// Keep it in the user's session, pass it to
    /// ``authenticationURL(username:resetEmail:requestToken:actionName:requesterMetadata:returnURL:ttl:extras:)``, expect it in
    /// the postback, and then delete it.
    ///
    /// - Throws: ``ToopherError/crypto(_:)`` if there is no randomness.
    public static func makeRequestToken() throws(ToopherError) -> String {
        do {
            return Base64.encodeURL(try RandomBytes.generate(24))
        } catch {
            throw .crypto(error)
        }
    }
}
