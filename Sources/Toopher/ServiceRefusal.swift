/// What the service says when it refuses: a code and a text, over the API or in a signed postback.
struct ServiceRefusal {
    let code: Int
    let message: String

    /// - Parameter message: The service's text; only a bounded, printable part of it is kept.
    init(code: Int, message: String) {
        self.code = code
        self.message = PrintableText.excerpt(of: message)
    }

    /// The error that the caller gets.
    ///
    /// A code that stands for one thing decides; else a text that says that the pairing is not usable, which older
    /// services send with 601; else the refusal as it is.
    func error(status: Int?) -> ToopherError {
        switch code {
        case 704: .userDisabled(message: message)
        case 705: .userUnknown(message: message)
        case 706: .terminalUnknown(message: message)
        case 707: .pairingDeactivated(message: message)
        case 708: .otpRequired(message: message)
        case _ where saysPairingIsUnusable: .pairingDeactivated(message: message)
        case 401: .unauthorized(message: message)
        default: .api(code: code, message: message, status: status)
        }
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
