public import HTTPTypes

/// A transport that follows redirects within the same origin: scheme, host and port.
///
/// All other redirects are returned to the caller, and so is a response whose `Location` is not a valid URI reference, such
/// as one with a space or a non-ASCII character (RFC 3986).
///
/// 303 is followed with GET, and so are 301 and 302 after POST (RFC 9110 section 15.4); 307 and 308 repeat method and
/// body. ``TransferOptions/totalTimeout`` covers all requests together.
///
/// A transport that signs belongs inside, so that each request is signed for its own URL:
/// `RedirectingTransport(SigningTransport(…))`.
public struct RedirectingTransport<Base: HTTPTransport>: HTTPTransport {
    private let base: Base
    private let maximumRedirects: Int
    private let now: @Sendable () -> Duration

    /// Creates a transport that sends through `base`.
    ///
    /// - Parameters:
    ///   - base: The transport that sends each request.
    ///   - maximumRedirects: How many redirects of one request are followed; one more is
    ///     ``TransportError/tooManyRedirects(limit:)``.
    public init(_ base: Base, maximumRedirects: Int = 5) {
        self.init(base, maximumRedirects: maximumRedirects, now: TimeBudget.monotonicNow)
    }

    init(_ base: Base, maximumRedirects: Int, now: @escaping @Sendable () -> Duration) {
        self.base = base
        self.maximumRedirects = maximumRedirects
        self.now = now
    }

    /// Sends `request`, follows redirects, and waits for the complete response.
    ///
    /// - Throws: ``TransportError``, of whichever request failed; ``TransportError/tooManyRedirects(limit:)`` after the last
    ///   redirect that is followed.
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
