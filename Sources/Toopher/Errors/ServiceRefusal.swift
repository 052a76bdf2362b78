/// The service's refusal of a call, or a signed postback with an error.
///
/// The texts are for a log or an operator. They are bounded and printable, but chosen by the service: decide by the
/// case of ``ToopherError`` and by ``code``, never by ``message``.
public struct ServiceRefusal: Sendable, Hashable {
    /// The service's `error_code`, or the HTTP status if there was none.
    public let code: Int

    /// The service's message: at most 200 Unicode scalars, without control characters.
    public let message: String

    /// The HTTP status; `nil` in a postback.
    public let status: Int?

    /// The service's name for the exchange, from `X-Request-Id`, which its operator can look up.
    public let requestID: String?

    /// How long to wait before the next call, from `Retry-After`.
    public let retryAfter: Duration?

    /// Creates the refusal of a postback.
    init(code: Int, message: String) {
        self.init(code: code, message: message, status: nil, requestID: nil, retryAfter: nil)
    }

    /// Creates the refusal of a call.
    init(code: Int, message: String, metadata: ResponseMetadata) {
        self.init(
            code: code, message: message, status: metadata.status, requestID: metadata.requestID,
            retryAfter: metadata.retryAfter)
    }

    private init(code: Int, message: String, status: Int?, requestID: String?, retryAfter: Duration?) {
        self.code = code
        self.message = PrintableText.excerpt(of: message)
        self.status = status
        self.requestID = requestID
        self.retryAfter = retryAfter
    }
}

extension ServiceRefusal {
    /// The error that the caller gets.
    ///
    /// A specific `error_code` decides first. 429 comes next because it concerns the exchange and not the user. Then
    /// comes the message of an unusable pairing, which older services send with code 601, and the status last.
    var error: ToopherError {
        switch code {
        case 704: .userDisabled(self)
        case 705: .userUnknown(self)
        case 706: .terminalUnknown(self)
        case 707: .pairingDeactivated(self)
        case 708: .otpRequired(self)
        case _ where isAbout(429): .rateLimited(self)
        case _ where saysPairingIsUnusable: .pairingDeactivated(self)
        case _ where isAbout(401): .unauthorized(self)
        case _ where isAbout(404): .notFound(self)
        default: .refused(self)
        }
    }

    private func isAbout(_ status: Int) -> Bool {
        code == status || self.status == status
    }

    private var saysPairingIsUnusable: Bool {
        let text = message.lowercased()
        return text.contains("pairing has not been authorized") || text.contains("pairing has been deactivated")
    }
}
