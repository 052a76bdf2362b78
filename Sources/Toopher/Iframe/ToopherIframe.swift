public import CryptoCore
public import OAuth1

/// The requester's side of the iframe: makes the signed addresses that a browser opens, and checks the signed forms
/// (postbacks) that the browser brings back.
///
/// Everything in a postback comes from the user's browser, so nothing in it is believed, an error least of all, before its
/// signature, its request token and its age have been checked.
public struct ToopherIframe: Sendable {
    /// How long an address and a postback are good for unless you say otherwise, in seconds.
    public static let defaultTTL: Int64 = 300

    let address: ServiceAddress
    let signer: Signer
    let clock: UnixClock
    let verifier: PostbackVerifier

    /// Makes a helper from the requester's consumer key and secret.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret. The text that you pass is not wiped; pass ``SecretBytes`` if that matters to you.
    ///   - baseURL: Where the service answers, with or without its last slash.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: String, baseURL: String = ToopherAPI.defaultBaseURL
    ) throws(ToopherError) {
        try self.init(key: key, secret: SecretBytes(utf8: secret), baseURL: baseURL)
    }

    /// Makes a helper with everything that can be chosen.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret.
    ///   - baseURL: Where the service answers, with or without its last slash.
    ///   - postbackEncodings: The form encodings that a postback may be signed over. Services sign over the reference
    ///     encoding; the others are for one that was built on another library.
    ///   - futureTolerance: How far in the future a postback's timestamp may lie, in seconds: what two clocks may differ.
    ///   - clock: The time for addresses and for the age of postbacks.
    ///   - nonces: The source of OAuth nonces.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: SecretBytes, baseURL: String = ToopherAPI.defaultBaseURL,
        postbackEncodings: Set<PostbackEncoding> = [.reference], futureTolerance: Int64 = 60,
        clock: @escaping UnixClock = SystemClock.unixSeconds, nonces: @escaping NonceSource = RandomNonce.source
    ) throws(ToopherError) {
        let credentials = try Credentials.ofRequester(key: key, secret: secret)
        guard futureTolerance >= 0 else {
            throw .invalidArgument(name: "futureTolerance", reason: "it is negative")
        }
        address = try ServiceAddress(baseURL)
        signer = Signer(credentials: credentials, clock: clock, nonces: nonces)
        self.clock = clock
        do {
            verifier = PostbackVerifier(
                key: try HMACKey(.sha1, key: secret), encodings: postbackEncodings, futureTolerance: futureTolerance)
        } catch {
            throw .crypto(error)
        }
    }

    /// Makes a fresh request token: 192 random bits, 32 characters that need no encoding.
    ///
    /// Keep it in the user's session, pass it to ``authenticationURL(username:resetEmail:requestToken:actionName:requesterMetadata:ttl:extras:)``,
    /// demand it of the postback, and then forget it.
    public static func makeRequestToken() throws(ToopherError) -> String {
        do {
            return Base64.encodeURL(try RandomBytes.generate(24))
        } catch {
            throw .crypto(error)
        }
    }
}
