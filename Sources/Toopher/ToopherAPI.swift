public import CryptoCore
public import HTTPExchange
public import OAuth1

/// The client of the Toopher API: asks a user's phone for a yes or a no.
///
/// Every call is one HTTP exchange, signed with OAuth 1.0a HMAC-SHA1, and nothing is sent twice. A pairing and an
/// authentication request come back pending: ``enabled(_:within:schedule:clock:)`` and
/// ``decision(on:within:schedule:clock:)`` wait for the user, and ask as often as that takes.
///
/// ```swift
/// let api = try ToopherAPI(
///     key: consumerKey, secret: consumerSecret, baseURL: "https://auth.example.org/v1/",
///     transport: CurlTransport())
/// ```
///
/// The calls for a log-in are on the client itself; those that administer are in ``users``, ``userTerminals`` and
/// ``oathValidators``, and ``raw`` sends whatever this library has no call for. Any call may throw
/// ``ToopherError/transport(_:)``, ``ToopherError/unauthorized(_:)``, ``ToopherError/undecodableResponse(_:)`` and
/// ``ToopherError/unexpectedResponse(_:)``; each says what else.
public struct ToopherAPI: Sendable {
    /// Where the public service answered.
    public static let defaultBaseURL = "https://api.toopher.com/v1/"

    let endpoint: Endpoint

    /// Makes a client from the requester's consumer key and secret.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret. The text that you pass is not wiped; pass `SecretBytes` if that matters to you.
    ///   - baseURL: Where the service answers, with or without its last slash.
    ///   - transport: What carries the requests.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: String, baseURL: String = defaultBaseURL, transport: any HTTPTransport
    ) throws(ToopherError) {
        try self.init(key: key, secret: SecretBytes(utf8: secret), baseURL: baseURL, transport: transport)
    }

    /// Makes a client with everything that can be chosen.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret.
    ///   - baseURL: Where the service answers, with or without its last slash.
    ///   - transport: What carries the requests.
    ///   - options: The deadlines of one exchange, and how long a reply may be.
    ///   - clock: The time for the OAuth timestamp, and for a `Retry-After` that is a date.
    ///   - nonces: The source of OAuth nonces.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: SecretBytes, baseURL: String = defaultBaseURL, transport: any HTTPTransport,
        options: TransferOptions = defaultOptions, clock: @escaping UnixClock = SystemClock.unixSeconds,
        nonces: @escaping NonceSource = RandomNonce.source
    ) throws(ToopherError) {
        let credentials = try Credentials.ofRequester(key: key, secret: secret)
        endpoint = Endpoint(
            address: try ServiceAddress(baseURL), transport: transport, options: options,
            signer: Signer(credentials: credentials, clock: clock, nonces: nonces), clock: clock)
    }

    /// The transport's deadlines, and replies of at most 256 KiB: the protocol's own have less than two.
    public static var defaultOptions: TransferOptions {
        var options = TransferOptions()
        options.maximumResponseBytes = 256 << 10
        return options
    }
}

extension Credentials {
    /// The credentials of a requester: both halves must be there.
    static func ofRequester(key: String, secret: SecretBytes) throws(ToopherError) -> Credentials {
        try Argument.requireText(key, named: "key")
        guard secret.count > 0 else { throw .invalidArgument(name: "secret", reason: "it is empty") }
        do {
            return try Credentials(consumerKey: key, consumerSecret: secret)
        } catch {
            throw .crypto(error)
        }
    }
}
