#if Service

/// What a client is told when a request is refused: a status and the protocol's JSON.
///
/// Client libraries compare the texts of 400, 401 and 704 to 707: do not reword them.
struct ProtocolError: Error, Sendable, Hashable {
    /// The HTTP status.
    var status: Int
    /// `error_code`, a JSON integer.
    var code: Int
    /// `error_message`.
    var message: String
    /// After how many seconds the request may be sent again, if the service knows.
    var retryAfter: Int64?

    static let notSigned = ProtocolError(status: 401, "Not a valid OAuth signed request")
    static let deviceNotSigned = ProtocolError(status: 401, "Not a validly signed device request")
    static let requesterSuspended = ProtocolError(status: 403, "Not allowed: this requester is suspended")
    static let requesterDeleted = ProtocolError(status: 403, "Not allowed: this requester has been deleted")
    static let notFound = ProtocolError(status: 404, "Not found")
    static let methodNotAllowed = ProtocolError(status: 405, "Method not allowed")
    static let malformedHTTP = ProtocolError(status: 400, "The request is not HTTP, or too large")
    static let userNameTaken = ProtocolError(status: 409, "Another user has this name")
    static let bodyTooLarge = ProtocolError(status: 413, "The request body is too large")
    static let mediaType = ProtocolError(status: 415, "The request body has an unsupported content type")
    static let internalError = ProtocolError(status: 500, "Internal error")
    static let unavailable = ProtocolError(status: 503, "Try again later", retryAfter: 1)
    static let unknownPhrase = ProtocolError(
        status: 400, "No pending pairing requests with specified pairing_phrase")
    static let notAuthorized = ProtocolError(
        status: 409, code: 601, "Pairing has not been authorized to authenticate.")
    static let userDisabled = ProtocolError(
        status: 409, code: 704, "The specified user has disabled Toopher authentication.")
    static let userUnknown = ProtocolError(status: 409, code: 705, "No matching user exists.")
    static let terminalUnknown = ProtocolError(status: 409, code: 706, "No matching terminal exists.")
    static let pairingDeactivated = ProtocolError(
        status: 409, code: 707, "Not allowed: This pairing has been deactivated.")
    static let alreadyDecided = ProtocolError(status: 409, "This has been answered already")
    static let keyReused = ProtocolError(
        status: 409, "This idempotency_key was used for another request")
    static let pushServiceUnknown = ProtocolError(
        status: 400, "Messages are not sent to this push service: the operator has to permit it")
    static let checkNotProven = ProtocolError(
        status: 403, "The phone's own check is not proven for what is pending")
    static let credentialChanged = ProtocolError(status: 409, "Another credential has taken the place of this one")
    static let tooManyCredentials = ProtocolError(status: 409, "This phone has had too many credentials")
    static let tooManyUnconfirmed = ProtocolError(
        status: 409, "Other phones of this user wait to be confirmed: answer on the phone that is paired")
    static let pageExpired = ProtocolError(status: 400, "This page has expired")
    static let notEmbeddable = ProtocolError(
        status: 403, "Only sites whose origins are registered for the requester may show this page in a frame")
    static let unknownReturnURL = ProtocolError(
        status: 400, "return_url is not below an origin that is registered for the requester")
    static let noAdminSession = ProtocolError(status: 403, "Print a link to the desk first: toopher admin link")
    static let noPush = ProtocolError(status: 404, "This service sends no push messages")
    static let unknownInvitation = ProtocolError(status: 404, "This link is not valid, or its time is over")
    static let hasSecondFactor = ProtocolError(status: 409, "Only a user who has no phone can pair one here")
    static let invitationUsed = ProtocolError(status: 409, "This link has been used")
    static let noInvitation = ProtocolError(status: 409, "No phone can join this pairing with a QR code")
    // Not 501: clients and proxies send what gets a 5xx again, and old clients know 409.
    static let noTextMessages = ProtocolError(
        status: 409, "This service sends no text messages: its operator has set no --sms-command")
    static let noMail = ProtocolError(
        status: 409, "This service sends no mail: its operator has set no --mail-command")
    static let expired = ProtocolError(status: 409, "The time to answer is over")

    init(status: Int, code: Int? = nil, _ message: String, retryAfter: Int64? = nil) {
        self.status = status
        self.code = code ?? status
        self.message = message
        self.retryAfter = retryAfter
    }

    /// The refusal of an authentication request that a page was told.
    init?(pageRefusal code: Int64) {
        let refusals = [
            Self.notAuthorized, .userDisabled, .userUnknown, .terminalUnknown, .pairingDeactivated,
        ]
        guard let refusal = refusals.first(where: { $0.code == code }) else { return nil }
        self = refusal
    }

    /// Whether the refusal of an authentication request ends when the user pairs a phone.
    var isMendedByPairing: Bool { [.notAuthorized, .userUnknown, .pairingDeactivated].contains(self) }

    static func tooManyRequests(retryAfter: Int64) -> ProtocolError {
        ProtocolError(status: 429, "Too many requests: try again later", retryAfter: max(1, retryAfter))
    }

    static func missing(_ parameter: String) -> ProtocolError {
        ProtocolError(status: 400, "Missing parameter: \(parameter)")
    }

    static func invalid(_ parameter: String) -> ProtocolError {
        ProtocolError(status: 400, "Invalid parameter: \(parameter)")
    }
}

#endif
