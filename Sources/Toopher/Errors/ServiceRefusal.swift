/// What the service said when it refused: over the API, or in a signed postback.
///
/// The texts are for a log or an operator. They are bounded and printable, but they are the service's own words:
/// decide by the case of ``ToopherError`` and by ``code``, never by ``message``.
public struct ServiceRefusal: Sendable, Hashable {
    /// The service's number for the reason: its `error_code`, or the HTTP status when it gave none.
    public let code: Int

    /// The service's words, at most 200 characters, without control characters.
    public let message: String

    /// The HTTP status; `nil` in a postback.
    public let status: Int?

    /// The service's name for this exchange, from `X-Request-Id`: what its operator can look up.
    public let requestID: String?

    /// How long the service wants to be left alone, from `Retry-After`.
    public let retryAfter: Duration?

    /// A refusal in a postback, or with nothing known about the exchange.
    init(code: Int, message: String) {
        self.init(code: code, message: message, status: nil, requestID: nil, retryAfter: nil)
    }

    /// A refusal over the API.
    init(code: Int, message: String, origin: ReplyOrigin) {
        self.init(
            code: code, message: message, status: origin.status, requestID: origin.requestID,
            retryAfter: origin.retryAfter)
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
    /// A code that stands for one thing decides; else the one status that is about the exchange and not about the
    /// user; else a text that says that the pairing is not usable, which older services send with 601; else the status.
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

/// Text from elsewhere, made fit for an error message.
enum PrintableText {
    /// The first 200 characters, with a space for every control character.
    static func excerpt(of text: String) -> String {
        var excerpt = ""
        for scalar in text.unicodeScalars.prefix(200) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: excerpt.append(" ")
            default: excerpt.unicodeScalars.append(scalar)
            }
        }
        return excerpt
    }
}
