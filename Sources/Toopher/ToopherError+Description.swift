extension ToopherError: CustomStringConvertible {
    /// What happened, in the words of the reference libraries where they have some; no secret and no signature.
    public var description: String {
        switch self {
        case .userDisabled(let message), .userUnknown(let message), .terminalUnknown(let message),
            .pairingDeactivated(let message), .otpRequired(let message), .unauthorized(let message):
            message
        case .api(let code, let message, let status):
            "Error code \(code): \(message)" + (status.map { " (HTTP status \($0))" } ?? "")
        case .unexpectedResponse(let status, let problem):
            "Unexpected response with HTTP status \(status): \(problem)"
        case .transport(let error): "No response: \(error)"
        case .invalidBaseURL(let reason): "The base URL cannot be used: \(reason)"
        case .invalidArgument(let name, let reason): "The argument \(name) cannot be used: \(reason)"
        case .malformedForm: "The postback is not form data within the limits"
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

extension ReplyProblem: CustomStringConvertible {
    /// What is wrong with the reply.
    public var description: String {
        switch self {
        case .empty: "the body is empty"
        case .tooLarge(let limit): "the body is longer than \(limit) bytes"
        case .notJSON(let type?): "the body is not JSON but calls itself \(type)"
        case .notJSON(nil): "the body is not JSON"
        case .notAnObject: "the body is not a JSON object"
        case .redirect: "a redirect, and redirects are not followed"
        case .noErrorCode: "an error without an error code"
        case .malformedField(let field): "the field \(field) is missing or malformed"
        case .anotherID: "it is about another id than the one asked for"
        }
    }
}
