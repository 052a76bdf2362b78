public import CryptoCore
public import HTTPExchange
public import OAuth1

/// The client of the Toopher API: sends authentication requests to a user's phone.
///
/// Each call is one HTTP exchange, signed with OAuth 1.0a HMAC-SHA1, and is never repeated. A new pairing or
/// authentication request is pending: ``waitForApproval(of:timeout:schedule:clock:)`` and
/// ``waitForDecision(on:timeout:schedule:clock:)`` wait for the user by polling.
///
/// ```swift
/// let api = try ToopherAPI(
///     key: consumerKey, secret: consumerSecret, baseURL: "https://auth.example.org/v1/",
///     transport: CurlTransport())
/// ```
///
/// The calls of a log-in are on the client itself. Those of administration are in ``users``, ``userTerminals`` and
/// ``oathValidators``; ``raw`` sends requests that this library has no method for. Any call may throw
/// ``ToopherError/transport(_:)``, ``ToopherError/unauthorized(_:)``, ``ToopherError/undecodableResponse(_:)`` and
/// ``ToopherError/unexpectedResponse(_:)``; each documents its other errors.
public struct ToopherAPI: Sendable {
    let endpoint: Endpoint

    /// Creates a client from the requester's consumer key and secret.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret. This copy is not wiped; pass `SecretBytes` if it has to be.
    ///   - baseURL: The base URL of the service, with or without its last slash. There is no default: responses are not
    ///     signed, so the owner of that host decides who is let in.
    ///   - transport: The HTTP transport.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: String, baseURL: String, transport: any HTTPTransport
    ) throws(ToopherError) {
        try self.init(key: key, secret: SecretBytes(utf8: secret), baseURL: baseURL, transport: transport)
    }

    /// Creates a client with all options.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret.
    ///   - baseURL: The base URL of the service, with or without its last slash.
    ///   - transport: The HTTP transport.
    ///   - options: The deadlines of an exchange, and the longest response.
    ///   - clock: The time for the OAuth timestamp, and for a `Retry-After` that is a date.
    ///   - nonces: The source of OAuth nonces.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, ``ToopherError/invalidArgument(name:reason:)``,
    ///   ``ToopherError/crypto(_:)``.
    public init(
        key: String, secret: SecretBytes, baseURL: String, transport: any HTTPTransport,
        options: TransferOptions = defaultOptions, clock: @escaping UnixClock = SystemClock.unixSeconds,
        nonces: @escaping NonceSource = RandomNonce.source
    ) throws(ToopherError) {
        let credentials = try Credentials.ofRequester(key: key, secret: secret)
        endpoint = Endpoint(
            address: try ServiceAddress(baseURL), transport: transport, options: options,
            signer: Signer(credentials: credentials, clock: clock, nonces: nonces), clock: clock)
    }

    /// The transport's default deadlines, and responses of at most 256 KiB. Those of the Toopher protocol have less
    /// than 2.
    public static var defaultOptions: TransferOptions {
        var options = TransferOptions()
        options.maximumResponseBytes = 256 << 10
        return options
    }
}

extension Credentials {
    /// Returns the credentials of a requester, whose key and secret must not be empty.
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
