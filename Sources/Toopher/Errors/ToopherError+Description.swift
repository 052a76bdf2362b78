extension ToopherError: CustomStringConvertible {
    /// The error in words, the reference libraries' own where they have some.
    public var description: String {
        switch self {
        case .userDisabled(let refusal), .userUnknown(let refusal), .terminalUnknown(let refusal),
            .pairingDeactivated(let refusal), .otpRequired(let refusal), .unauthorized(let refusal):
            refusal.message
        case .notFound(let refusal), .rateLimited(let refusal), .refused(let refusal):
            "Error code \(refusal.code): \(refusal.message)" + (refusal.status.map { " (HTTP status \($0))" } ?? "")
        case .noUser(let name): "No users with name = \(PrintableText.excerpt(of: name))"
        case .severalUsers(let name, _): "Multiple users with name = \(PrintableText.excerpt(of: name))"
        case .undecodableResponse(let response), .unexpectedResponse(let response):
            "Unexpected response with HTTP status \(response.status): \(response.problem)"
        case .transport(let error): "No response: \(error)"
        case .invalidBaseURL(let reason): "The base URL is not valid: \(reason)"
        case .invalidArgument(let name, let reason): "The argument \(name) is not valid: \(reason)"
        case .invalidTokenList(let line, let reason): "Line \(line) of the token list is not valid: \(reason)"
        case .unexpectedStep: "The log-in is not at the step of the call"
        case .responseMismatch(let field): "The response is not about this log-in: its \(field) is another"
        case .malformedForm: "The postback is malformed or exceeds the limits of a form"
        case .missingKeys(let names): "Missing required keys: " + names.joined(separator: ", ")
        case .duplicateKeys(let names): "Keys that occur more than once: " + names.joined(separator: ", ")
        case .signatureInvalid: "Computed signature does not match"
        case .sessionTokenMismatch: "Session token does not match expected value!"
        case .expired: "TTL expired"
        case .fromFuture: "The timestamp lies in the future"
        case .replayed: "The postback was used before"
        case .ledgerFull: "The replay ledger is full"
        case .ledgerFailed(let error): "The replay ledger failed: \(error)"
        case .invalidResourceType(let type?): "The postback resource type is not valid: \(type)"
        case .invalidResourceType(nil): "The postback resource type is missing"
        case .malformedField(let name): "The postback field \(name) is missing or malformed"
        case .expectationMismatch(let field): "The postback is genuine, but its \(field) is not the expected one"
        case .signing(let error): "The request could not be signed: \(error)"
        case .crypto(let error): "Cryptography failed: \(error)"
        }
    }
}
