/// The reason why a request has no response. Each case says what the caller can do.
///
/// The cases stand in the order in which a transfer can meet them.
@nonexhaustive public enum TransportError: Error, Sendable, Hashable {
    /// The request is malformed or not supported; nothing was sent. Correct it.
    case invalidRequest(String)
    /// The request is plain http to another machine; nothing was sent. Use https, or configure the transport to allow it.
    case plainHTTPRefused(host: String)
    /// The transport cannot be configured so. Correct the configuration.
    case invalidConfiguration(String)
    /// There are no certificate authorities to verify the server with; nothing was sent. Install them.
    case certificateAuthoritiesMissing(String)
    /// The system lacks a resource, such as memory or a thread; nothing was sent. Free resources, then try again.
    case unavailable(String)
    /// The process forked after the transport was created; nothing was sent. Create a transport in the child.
    case usedAfterFork
    /// The host name has no address; nothing was sent. Check the name and the resolver, then try again.
    case couldNotResolveHost
    /// The address of the host is none that the transport may connect to; nothing was sent. Whoever named the host may have
    /// aimed at a machine inside: do not tell them the address. Permit the host in the configuration if it was you.
    case addressNotPermitted(String)
    /// The connection was refused or the host is unreachable; nothing was sent. Check host, port and firewall, then try
    /// again.
    case couldNotConnect
    /// The proxy could not be reached, refused the connection to the server, or dropped it; nothing was sent to the server.
    /// `proxy` is its URL without credentials, `status` that of its response, if any: with 407, correct the credentials,
    /// otherwise try again, or ask its operator.
    case proxyFailed(proxy: String, status: Int?, String)
    /// The connection was not ready within ``TransferOptions/connectTimeout``; nothing was sent. Try again later, or
    /// allow more time.
    case connectTimedOut
    /// The TLS handshake failed or the server could not be authenticated; nothing was sent. Check the certificate, the
    /// host name and the clock.
    case tlsFailed(String)
    /// The server refused the request before it processed any of it: `REFUSED_STREAM` or GOAWAY (RFC 9113 section 8.7).
    /// Send it again.
    case notProcessed
    /// The request body failed or has another length than announced. The server may have acted on a part of it.
    case requestBodyFailed(String)
    /// The response did not begin within ``TransferOptions/firstByteTimeout``. The server may have acted: look up what it
    /// did before you send a request again that is not idempotent.
    case firstByteTimedOut
    /// The transfer was slower than ``TransferOptions/lowSpeedLimit``. The server may have acted.
    case tooSlow
    /// The response was not complete within ``TransferOptions/totalTimeout``. The server may have acted: look up what it
    /// did before you send a request again that is not idempotent.
    case timedOut
    /// The server closed the connection without a response. It may have acted; send the request again if it is
    /// idempotent.
    case emptyResponse
    /// The connection ended before the response was complete. The server may have acted; send the request again if it is
    /// idempotent.
    case connectionLost(String)
    /// The response body ended before its announced length. The server may have acted; send the request again if it is
    /// idempotent.
    case truncatedResponse
    /// The response is not valid HTTP. Check that host and port are the right ones.
    case malformedResponse(String)
    /// The header fields of the response are larger than `limit` bytes in all. Report it to the server's operator.
    case responseHeadTooLarge(limit: Int)
    /// The response body is in a content coding that was not requested, or is malformed in that coding. Report it to the
    /// server's operator, or send the request without ``TransferOptions/acceptsCompression``.
    case contentDecodingFailed(String)
    /// The decoded response body is more than `limit` times as large as what was received of it. Do not trust the server, or
    /// raise ``TransferOptions/maximumCompressionRatio``.
    case compressionRatioTooHigh(limit: Int)
    /// Another task is reading the response body; it goes on. Read a body in one task.
    case concurrentRead
    /// The response body is larger than `limit` bytes. Request less, or raise ``TransferOptions/maximumResponseBytes``.
    case responseTooLarge(limit: Int)
    /// The server redirected more than `limit` times. Report it to the server's operator.
    case tooManyRedirects(limit: Int)
    /// The task was cancelled. The server may have acted.
    case cancelled
    /// The transport was closed, before or during the transfer. Use another transport.
    case closed
    /// The transport failed in a way that has no case of its own. Report it.
    case transferFailed(String)
}

extension TransportError {
    /// Whether the server has surely not acted on the request, so that any request may be sent again.
    ///
    /// Nothing of it was sent to the server, or the server said that it did not process it.
    public var isUnprocessed: Bool { isBeforeSending || self == .notProcessed }

    /// Whether nothing of the request was sent to the server.
    public var isBeforeSending: Bool {
        switch self {
        case .invalidRequest, .plainHTTPRefused, .invalidConfiguration, .certificateAuthoritiesMissing, .unavailable,
            .usedAfterFork, .couldNotResolveHost, .addressNotPermitted, .couldNotConnect, .proxyFailed,
            .connectTimedOut,
            .tlsFailed:
            true
        case .notProcessed, .requestBodyFailed, .firstByteTimedOut, .tooSlow, .timedOut, .emptyResponse,
            .connectionLost, .truncatedResponse, .malformedResponse, .responseHeadTooLarge, .contentDecodingFailed,
            .compressionRatioTooHigh, .concurrentRead, .responseTooLarge, .tooManyRedirects, .cancelled, .closed,
            .transferFailed:
            false
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// What happened, and what to do about it. Contains no header field, query or body.
    public var description: String {
        switch self {
        case .invalidRequest(let reason): "The request cannot be sent: \(reason)."
        case .plainHTTPRefused(let host):
            "Plain http to \(host) is refused: use https, or allow plain http on a network that you trust."
        case .invalidConfiguration(let reason): "The configuration of the transport is invalid: \(reason)."
        case .certificateAuthoritiesMissing(let reason):
            "\(reason): install the ca-certificates package or set SSL_CERT_FILE."
        case .unavailable(let reason): "The transport lacks a resource: \(reason)."
        case .usedAfterFork: "The transport belongs to the parent process: create one after the fork."
        case .couldNotResolveHost: "The host name has no address: check the name and the resolver."
        case .addressNotPermitted(let address):
            "The address \(address) is not permitted: name the host in the configuration if it is meant."
        case .couldNotConnect: "The connection was refused or the host is unreachable: check host, port and firewall."
        case .proxyFailed(let proxy, let status, let reason):
            "The proxy \(proxy) failed\(status.map { " with status \($0)" } ?? ""): \(reason); nothing was sent."
        case .connectTimedOut: "The connection was not ready in time: try again later, or raise connectTimeout."
        case .tlsFailed(let reason):
            "TLS failed: \(reason). Check the server's certificate, its host name and this machine's clock."
        case .notProcessed: "The server refused the request before it processed any of it: send it again."
        case .requestBodyFailed(let reason): "The request body could not be sent: \(reason)."
        case .firstByteTimedOut: "The response did not begin within firstByteTimeout; \(Self.mayHaveActed)."
        case .tooSlow: "The transfer was slower than lowSpeedLimit; \(Self.mayHaveActed)."
        case .timedOut: "The response was not complete within totalTimeout; \(Self.mayHaveActed)."
        case .emptyResponse: "The server closed the connection without a response; \(Self.mayHaveActed)."
        case .connectionLost(let reason): "The connection was lost (\(reason)); \(Self.mayHaveActed)."
        case .truncatedResponse: "The response ended early; \(Self.mayHaveActed)."
        case .malformedResponse(let reason): "The response is not valid HTTP (\(reason)): check host and port."
        case .responseHeadTooLarge(let limit): "The header fields of the response are larger than \(limit) bytes."
        case .contentDecodingFailed(let reason): "The response body cannot be decoded: \(reason)."
        case .compressionRatioTooHigh(let limit):
            "The decoded response body is more than \(limit) times as large as what was received of it."
        case .concurrentRead: "Another task is reading the response body: read it in one task."
        case .responseTooLarge(let limit): "The response body is larger than \(limit) bytes."
        case .tooManyRedirects(let limit): "The server redirected more than \(limit) times: report it to its operator."
        case .cancelled: "The task was cancelled; \(Self.mayHaveActed)."
        case .closed: "The transport is closed: use another one."
        case .transferFailed(let reason): "The transfer failed: \(reason)."
        }
    }

    private static let mayHaveActed = "the server may have acted on the request"
}
