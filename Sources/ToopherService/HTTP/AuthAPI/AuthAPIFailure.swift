#if Service

internal import AuthAPI
internal import Database
internal import Logging

/// What a client of the Auth API is told when a request fails. Clients read all three members without a look whether they are
/// there.
struct AuthAPIFailure: Error, Sendable, Equatable {
    /// Five digits, of which the first three are the HTTP status.
    var code: Int
    var message: String
    /// The parameter that it is about, if any.
    var detail = ""
    /// What the operator's log has; never a secret.
    var reason: String?
    /// The integration key that was sent.
    var integrationKey: String?
    /// Whether the client is told of it in place of a `deny` that would be safer: the operator of its integration wants that.
    var isShown = false

    /// The HTTP status, if it is not that of the code.
    var otherStatus: Int?

    /// The HTTP status.
    var status: Int { otherStatus ?? code / 100 }

    static func missing(_ parameter: String) -> AuthAPIFailure {
        AuthAPIFailure(code: 40001, message: "A parameter is missing", detail: parameter)
    }

    static func invalid(_ parameter: String) -> AuthAPIFailure {
        AuthAPIFailure(code: 40002, message: "A parameter is not valid", detail: parameter)
    }

    /// Whoever has no valid signature is not told whether the integration key exists.
    static let notSigned = AuthAPIFailure(code: 40103, message: "The signature of this request is not valid")
    static let disabled = AuthAPIFailure(
        code: 40301, message: "This integration may not call the service", reason: "the integration is disabled")
    static let otherKind = AuthAPIFailure(
        code: 40301, message: "This integration may not call the service",
        reason: "the integration is of the other kind: create one for this client")
    static let unavailable = AuthAPIFailure(code: 50301, message: "Try again later")

    /// Creates what a client is told of a refused signature.
    init(_ refusal: SignatureRefusal) {
        self = .notSigned
        switch refusal {
        case .noCredentials: (code, message) = (40101, "The request has no credentials")
        case .signatureInvalid:
            reason = "the secret key is another, or a proxy has changed Host, path or body"
        case .variantNotAccepted(let variant):
            reason = "signatures of the variant \(variant.rawValue) are not accepted: see toopher integration pin"
        case .dateMissing: (code, message) = (40104, "The request has no date")
        case .dateMalformed: (code, message, reason) = (40104, "The request has no date", "the date is malformed")
        case .dateOutsideWindow(let seconds):
            (code, message) = (40105, "The date of the request is too far from this service's clock")
            reason = "the date of the request is \(seconds) seconds from the clock"
        case .malformedParameters: (code, message) = (40002, "The parameters are malformed")
        case .oversizedFields: (code, message) = (40002, "The header fields are too large")
        case .crypto(let error): (code, message, reason) = (50001, "Internal error", "\(error)")
        }
    }

    /// Creates what a client is told of any error.
    init(_ error: any Error) {
        switch error {
        case let failure as AuthAPIFailure: self = failure
        case let refusal as SignatureRefusal: self.init(refusal)
        case is NonceRefusal:
            self = .notSigned
            reason = "the request was sent before"
        case let error as ProtocolError where error == .notSigned:
            self = .notSigned
            reason = "the request was sent before"
        case let error as ProtocolError:
            self.init(code: error.status * 100 + 1, message: error.message)
        case let error as RequestURLError:
            self.init(code: 40002, message: error.protocolError.message, detail: "Host")
        default:
            self = .unavailable
            reason = "\(error)"
        }
    }

    init(code: Int, message: String, detail: String = "", reason: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.reason = reason
    }

    /// Tells the operator.
    func log(to logger: Logger) {
        let level: Logger.Level = code >= 50000 ? .error : .info
        logger.log(
            level: level, "a request of the Auth API is refused",
            metadata: [
                "code": "\(code)", "integration": "\(integrationKey ?? "")", "reason": "\(reason ?? message) \(detail)",
            ])
    }
}

#endif
