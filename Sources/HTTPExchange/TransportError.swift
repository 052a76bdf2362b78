/// Why a request brought no response. Each case says what the caller can do.
@nonexhaustive public enum TransportError: Error, Sendable, Hashable {
    /// The request cannot be sent as it stands; nothing was sent. Correct it.
    case invalidRequest(String)
    /// Plain http to a host that is not this machine; nothing was sent. Use https, or allow plain http by name.
    case plainHTTPRefused(host: String)
    /// The host name has no address; nothing was sent. Check the name and the resolver, then try again.
    case couldNotResolveHost
    /// Nobody accepted the connection; nothing was sent. Check host, port and firewall, then try again.
    case couldNotConnect
    /// The connection was not ready in time; nothing was sent. Try again later or allow more time.
    case connectTimedOut
    /// No complete response in time. The server may have acted: ask it before repeating what is not repeatable.
    case timedOut
    /// The server began no answer within `TransferOptions.firstByteTimeout`. It may have acted: ask it before repeating.
    case firstByteTimedOut
    /// The transfer was slower than `TransferOptions.lowSpeedLimit`. The server may have acted.
    case tooSlow
    /// The request body could not be sent: its sequence failed or has another length than was said. Part of it may have
    /// been sent.
    case requestBodyFailed(String)
    /// The transport cannot be made as configured. Correct the configuration.
    case invalidConfiguration(String)
    /// More redirects than allowed, or a circle of them. Report it to who runs the server.
    case tooManyRedirects(limit: Int)
    /// The server could not be authenticated, or TLS failed; nothing was sent. Check certificate, host name and clock.
    case tls(String)
    /// No bundle of certificate authorities to check the server against; nothing was sent. Install one.
    case caBundleMissing(String)
    /// The body is larger than `limit` bytes. Ask for less, or raise `TransferOptions.maximumResponseBytes`.
    case responseTooLarge(limit: Int)
    /// The header fields are larger than `limit` bytes in all. Not an answer from a sane server; report it there.
    case responseHeadTooLarge(limit: Int)
    /// The server closed the connection without a byte. It may have acted: ask it before repeating.
    case emptyReply
    /// The connection broke before the response was complete. The server may have acted: ask it before repeating.
    case connectionLost(String)
    /// The body ended before its announced length. The server may have acted: ask it before repeating.
    case truncatedResponse
    /// What came back is not HTTP/1.1. Check that host and port are the right ones.
    case protocolError(String)
    /// The calling task was cancelled. The server may have acted.
    case cancelled
    /// The transport was closed, before or during the transfer. Use another transport.
    case closed
    /// The process forked after the transport was made, and its thread stayed in the parent. Make one in the child.
    case usedAfterFork
    /// The transport could not be set up: no thread, no memory. Free resources, then try again.
    case unavailable(String)
    /// libcurl failed in a way that has no case of its own; `code` is its `CURLcode`. Report it.
    case transferFailed(code: Int, String)
}

extension TransportError {
    /// Whether nothing of the request was sent, so that any request may be sent again.
    public var isBeforeSending: Bool {
        switch self {
        case .invalidRequest, .plainHTTPRefused, .couldNotResolveHost, .couldNotConnect, .connectTimedOut, .tls,
            .caBundleMissing, .invalidConfiguration, .usedAfterFork, .unavailable:
            true
        case .timedOut, .firstByteTimedOut, .tooSlow, .requestBodyFailed, .responseTooLarge, .responseHeadTooLarge,
            .emptyReply, .connectionLost, .truncatedResponse, .protocolError, .cancelled, .closed, .transferFailed,
            .tooManyRedirects:
            false
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// What happened, and what to do about it. Holds no header, query or body.
    public var description: String {
        switch self {
        case .invalidRequest(let why): "The request cannot be sent: \(why)."
        case .plainHTTPRefused(let host):
            "Plain http to \(host) refused: use https, or set plainHTTP to .allowed for a network you trust."
        case .couldNotResolveHost: "The host name has no address: check the name and the resolver."
        case .couldNotConnect: "Nobody accepted the connection: check host, port and firewall."
        case .connectTimedOut: "The connection was not ready in time: try again later, or raise connectTimeout."
        case .timedOut: "No complete response in time; the server may still have acted on the request."
        case .firstByteTimedOut:
            "The server began no answer within firstByteTimeout; it may still have acted on the request."
        case .tooSlow: "The transfer was slower than lowSpeedLimit; the server may still have acted on the request."
        case .requestBodyFailed(let why): "The request body could not be sent: \(why)."
        case .invalidConfiguration(let why): "The transport cannot be configured so: \(why)."
        case .tooManyRedirects(let limit): "More than \(limit) redirects: report it to who runs the server."
        case .tls(let why):
            "TLS failed: \(why). Check the server's certificate, its host name and this machine's clock."
        case .caBundleMissing(let why):
            "\(why): install the ca-certificates package or set SSL_CERT_FILE."
        case .responseTooLarge(let limit): "The response body is larger than \(limit) bytes."
        case .responseHeadTooLarge(let limit): "The response header fields are larger than \(limit) bytes."
        case .emptyReply: "The server closed the connection without answering; it may still have acted on the request."
        case .connectionLost(let why):
            "The connection broke (\(why)); the server may still have acted on the request."
        case .truncatedResponse: "The response ended early; the server may still have acted on the request."
        case .protocolError(let why): "The answer is not HTTP/1.1 (\(why)): check host and port."
        case .cancelled: "The task was cancelled; the server may still have acted on the request."
        case .closed: "The transport is closed: use another one."
        case .usedAfterFork: "The transport belongs to the parent process: make one after the fork."
        case .unavailable(let why): "The transport could not be set up: \(why)."
        case .transferFailed(let code, let why): "The transfer failed (libcurl \(code)): \(why)."
        }
    }
}
