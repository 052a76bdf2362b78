internal import HTTPExchange

extension ToopherError {
    /// The service's refusal; `nil` for an error of another kind.
    public var refusal: ServiceRefusal? {
        switch self {
        case .userDisabled(let refusal), .userUnknown(let refusal), .terminalUnknown(let refusal),
            .pairingDeactivated(let refusal), .otpRequired(let refusal), .unauthorized(let refusal),
            .notFound(let refusal), .rateLimited(let refusal), .refused(let refusal):
            refusal
        default: nil
        }
    }

    /// The HTTP status of the response; `nil` if there was none.
    public var status: Int? {
        refusal?.status ?? response?.status
    }

    /// The server's name for the exchange, which its operator can look up.
    public var requestID: String? {
        refusal?.requestID ?? response?.requestID
    }

    /// How long to wait before the next call, from `Retry-After`.
    public var retryAfter: Duration? {
        refusal?.retryAfter ?? response?.retryAfter
    }

    /// Whether the same call may succeed later: 408, 429, 5xx, and a connection that failed.
    ///
    /// The failed call may have had its effect. Before you repeat a call that changes something, fetch the state.
    public var isTransient: Bool {
        switch self {
        case .rateLimited: true
        case .refused, .undecodableResponse, .unexpectedResponse: status.map { $0 == 408 || $0 >= 500 } ?? false
        case .transport(let error): error.isTransient
        default: false
        }
    }

    private var response: UnexpectedResponse? {
        switch self {
        case .undecodableResponse(let response), .unexpectedResponse(let response): response
        default: nil
        }
    }
}

extension TransportError {
    fileprivate var isTransient: Bool {
        switch self {
        case .couldNotResolveHost, .couldNotConnect, .proxyFailed, .connectTimedOut, .notProcessed, .timedOut,
            .firstByteTimedOut, .tooSlow, .emptyResponse, .connectionLost, .truncatedResponse:
            true
        default: false
        }
    }
}
