#if Hummingbird

internal import HTTPTypes
public import Hummingbird
internal import Logging
public import OAuth1

/// A middleware that lets pass only requests that are signed with OAuth 1.0a, each once.
///
/// ```swift
/// router.add(
///     middleware: OAuth1Middleware(
///         verifier: verifier, externalURL: try ExternalURL(base: "https://api.example.com"), credentials: lookUp))
/// ```
///
/// The verifier's ledger records nonces, so there is no middleware that accepts a request twice. Any other request is
/// answered with status 401 and a `WWW-Authenticate` header field. Nothing in a response says what is wrong with a request;
/// the log does, at level `info`.
///
/// Header fields of proxies are not read: a signature is verified against the external URL, path and query.
///
/// RFC 5849 section 3.2.
public struct OAuth1Middleware<Context: OAuth1RequestContext>: RouterMiddleware {
    /// Looks up the credentials of a consumer key and a token; returns `nil` if the consumer is unknown, or the token is not
    /// the consumer's.
    public typealias Lookup = @Sendable (_ consumerKey: String, _ token: String?) async throws -> Credentials?

    private let verifier: Verifier
    private let externalURL: ExternalURL
    private let maximumBodyBytes: Int
    private let challenge: String
    private let credentials: Lookup

    /// Creates a middleware.
    ///
    /// - Parameters:
    ///   - verifier: The verifier, one for the lifetime of the server. Its ``/OAuth1/Verifier/BodyPolicy`` says which bodies
    ///     a request may have.
    ///   - externalURL: The address that clients call: scheme, host, the port, and the path that a proxy removes.
    ///   - maximumBodyBytes: The most bytes of a body that is read before the request is verified: of a form, or of another
    ///     body with an `oauth_body_hash`. Longer ones are answered with status 413.
    ///   - realm: The protection space that a 401 names; the external URL if `nil`. Without control characters and characters
    ///     outside ASCII, which are left out.
    ///   - credentials: Looks up credentials.
    public init(
        verifier: Verifier, externalURL: ExternalURL, maximumBodyBytes: Int = 1 << 20, realm: String? = nil,
        credentials: @escaping Lookup
    ) {
        self.verifier = verifier
        self.externalURL = externalURL
        self.maximumBodyBytes = maximumBodyBytes
        self.credentials = credentials
        challenge = "OAuth realm=\"\(Self.escaped(realm ?? externalURL.base))\""
    }

    /// Verifies a request and passes it on with a context that knows the consumer.
    @concurrent
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var (request, context) = (request, context)
        var received = ReceivedRequest(request.head, url: try url(of: request))
        received.body = try await request.signedBody(received, policy: verifier.bodyPolicy, upTo: maximumBodyBytes)
        do {
            context.oauth1 = try await verifier.verify(received, credentials: credentials)
        } catch let error as VerificationError {
            throw refusal(of: error, context)
        }
        return try await next(request, context)
    }

    private func url(of request: Request) throws -> String {
        do {
            return try externalURL.url(target: request.head.path ?? "")
        } catch {
            throw HTTPError(.badRequest)
        }
    }

    private func refusal(of error: VerificationError, _ context: Context) -> HTTPError {
        switch error {
        case .ledgerFull, .clockSetBack, .crypto:
            context.logger.error("a signed request cannot be accepted", metadata: ["reason": "\(error)"])
            return HTTPError(.serviceUnavailable)
        default:
            context.logger.info("a request was refused", metadata: ["reason": "\(error)"])
            return HTTPError(.unauthorized, headers: [.wwwAuthenticate: challenge])
        }
    }

    /// A text within the quotation marks of a header field. RFC 9110 section 5.6.4.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars where (0x20..<0x7F).contains(scalar.value) {
            if scalar == "\"" || scalar == "\\" { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }
}

#endif
