#if Service

/// What a requester's endpoint is told.
struct WebhookEvent: Sendable, Hashable {
    /// What has happened.
    enum Kind: String, Sendable, CaseIterable {
        case requestGranted = "authentication_request.granted"
        case requestDenied = "authentication_request.denied"
        /// The user says that somebody else has asked.
        case requestNotMe = "authentication_request.not_me"
        case requestCancelled = "authentication_request.cancelled"
        case requestSuperseded = "authentication_request.superseded"
        case requestWithdrawn = "authentication_request.withdrawn"
        case requestExpired = "authentication_request.expired"
        case pairingEnabled = "pairing.enabled"
        case pairingDenied = "pairing.denied"
        case pairingDeactivated = "pairing.deactivated"
    }

    /// The id of the message. It follows from what has happened: who is told twice knows it by this.
    var id: String
    var kind: Kind
    /// The id of the authentication request or pairing.
    var subjectID: String
    /// What is sent: JSON with the time, and the subject as other responses show it.
    var body: String

    private init(id: String, _ kind: Kind, of subjectID: String, at now: Int64, _ data: JSONFragment) {
        self.id = id
        self.kind = kind
        self.subjectID = subjectID
        let body = JSONFragment.object([
            ("type", .string(kind.rawValue)), ("timestamp", .string(UTCTimestamp.iso8601(now))), ("data", data),
        ])
        self.body = String(decoding: body.bytes, as: UTF8.self)
    }

    private static func digits(of id: String) -> String { String(id.filter { $0 != "-" }) }
}

extension WebhookEvent {
    /// Creates the event of a request that ends now; `nil` for one that is pending.
    init?(_ request: AuthenticationRequest, at now: Int64) {
        guard let kind = request.state.webhookKind else { return nil }
        self.init(
            id: Self.messageID(ofRequest: request.id), kind, of: request.id, at: now,
            Representation.AuthenticationRequest(request, at: now).json)
    }

    /// Returns the id of the one message about the end of a request.
    static func messageID(ofRequest id: String) -> String { "msg_" + digits(of: id) }

    /// Creates the event of a pairing whose state has changed now; `nil` for one that is pending.
    init?(_ pairing: Pairing, at now: Int64) {
        guard let kind = pairing.state.webhookKind else { return nil }
        self.init(
            id: "msg_\(Self.digits(of: pairing.id))_\(pairing.state.rawValue)", kind, of: pairing.id, at: now,
            Representation.Pairing(pairing, at: now).json)
    }
}

extension AuthenticationRequest.State {
    /// What the endpoint of the requester is told; `nil` of a request that is pending.
    fileprivate var webhookKind: WebhookEvent.Kind? {
        switch self {
        case .pending: nil
        case .granted, .passwordAccepted, .automaticallyGranted: .requestGranted
        case .denied, .wrongNumber, .passwordRefused, .automaticallyDenied: .requestDenied
        case .notMe: .requestNotMe
        case .cancelled: .requestCancelled
        case .superseded: .requestSuperseded
        case .withdrawn: .requestWithdrawn
        case .expired: .requestExpired
        }
    }
}

extension Pairing.State {
    /// What the endpoint of the requester is told; `nil` of a pairing that is not decided.
    fileprivate var webhookKind: WebhookEvent.Kind? {
        switch self {
        case .pending, .approved: nil
        case .enabled: .pairingEnabled
        case .denied: .pairingDenied
        case .deactivated: .pairingDeactivated
        }
    }
}

#endif
