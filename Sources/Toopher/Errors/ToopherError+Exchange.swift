internal import HTTPExchange

extension ToopherError {
    /// What the service refused with, whatever the case.
    public var refusal: ServiceRefusal? {
        switch self {
        case .userDisabled(let refusal), .userUnknown(let refusal), .terminalUnknown(let refusal),
            .pairingDeactivated(let refusal), .otpRequired(let refusal), .unauthorized(let refusal),
            .notFound(let refusal), .rateLimited(let refusal), .refused(let refusal):
            refusal
        default: nil
        }
    }

    /// The HTTP status of the reply, when there was one.
    public var status: Int? {
        refusal?.status ?? response?.status
    }

    /// The service's name for the exchange, when it gave one: what its operator can look up.
    public var requestID: String? {
        refusal?.requestID ?? response?.requestID
    }

    /// How long whoever answered wants to be left alone, when they said so.
    public var retryAfter: Duration? {
        refusal?.retryAfter ?? response?.retryAfter
    }

    /// Whether the same call may succeed later, with nothing changed on your side: 429, 408 and every 5xx, and a
    /// connection that could not be made or broke.
    ///
    /// That says nothing about whether the first call had its effect: before you repeat one that changes something,
    /// ask for the state.
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
        case .couldNotResolveHost, .couldNotConnect, .connectTimedOut, .timedOut, .firstByteTimedOut, .tooSlow,
            .emptyReply, .connectionLost, .truncatedResponse:
            true
        default: false
        }
    }
}
