public import HTTPTypes
internal import WebSyntax

/// Follows redirects that stay with the same scheme, host and port; all others are returned to the caller, and so are
/// those whose `Location` is no URI reference, as one with a space or with characters outside ASCII is (RFC 3986).
///
/// Whatever signs belongs inside, so that each hop is signed for its own URL: `RedirectingTransport(SigningTransport(…))`.
/// 303 is followed with GET, and so are 301 and 302 after POST (RFC 9110, section 15.4); 307 and 308 repeat method and
/// body. ``TransferOptions/totalTimeout`` holds for all hops together.
public struct RedirectingTransport<Base: HTTPTransport>: HTTPTransport {
    private let base: Base
    private let maximumRedirects: Int
    private let now: @Sendable () -> Duration

    /// Creates a transport that sends through `base`.
    ///
    /// - Parameter maximumRedirects: how many redirects of one request are followed; one more is
    ///   ``TransportError/tooManyRedirects(limit:)``.
    public init(_ base: Base, maximumRedirects: Int = 5) {
        self.init(base, maximumRedirects: maximumRedirects, now: TimeBudget.monotonicNow)
    }

    init(_ base: Base, maximumRedirects: Int, now: @escaping @Sendable () -> Duration) {
        self.base = base
        self.maximumRedirects = maximumRedirects
        self.now = now
    }

    /// Sends `request`, follows redirects, and waits for the complete response.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let budget = TimeBudget(options.totalTimeout, now: now)
        var (request, body, options) = (request, body, options)
        for _ in 0...max(0, maximumRedirects) {
            let response = try await base.send(request, body: body, options: options)
            guard let next = request.redirected(by: response.head) else { return response }
            if next.method != request.method { body = [] }
            request = next
            options.totalTimeout = budget.remaining
            guard options.totalTimeout > .zero else { throw .timedOut }
        }
        throw .tooManyRedirects(limit: maximumRedirects)
    }
}

extension HTTPRequest {
    /// The request that a response asks for instead of this one; nil if it asks for none, or for one elsewhere.
    func redirected(by response: HTTPResponse) -> HTTPRequest? {
        guard
            [301, 302, 303, 307, 308].contains(response.status.code),
            let location = response.headerFields[.location], let path = path(of: location)
        else { return nil }
        var next = self
        next.path = path
        let becomesGet = response.status == .seeOther || (response.status.code <= 302 && method == .post)
        if becomesGet, method != .head, method != .get {
            next.method = .get
            for name in [HTTPField.Name.contentType, .contentLength, .contentEncoding, .contentLanguage] {
                next.headerFields[name] = nil
            }
        }
        return next
    }

    /// The path and query of `reference`, resolved against this request; nil if it leads elsewhere.
    private func path(of reference: String) -> String? {
        guard let scheme, let authority else { return nil }
        // A reference is visible ASCII (RFC 3986, section 2). A combining character would hide the slash that it
        // follows, and white space ends up elsewhere for whoever trims it.
        guard reference.utf8.allSatisfy(\.isVisibleASCII) else { return nil }
        let target = URLReference(reference)
        guard let scheme = HTTPScheme(name: scheme), let ours = HTTPAuthority(authority) else { return nil }
        if let other = target.scheme {
            guard HTTPScheme(name: other) == scheme, target.authority != nil else { return nil }
        }
        if let other = target.authority {
            guard let theirs = HTTPAuthority(other), HTTPOrigin(scheme, theirs) == HTTPOrigin(scheme, ours) else {
                return nil
            }
        }
        return target.pathAndQuery(from: path ?? "/")
    }
}
