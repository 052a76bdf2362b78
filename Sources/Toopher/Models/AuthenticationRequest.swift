/// A request that a user decides on the phone: pending, then granted or denied, perhaps by automation.
public struct AuthenticationRequest: ToopherResource {
    // A reference: a service with many waits holds many copies.
    private let fields: Fields

    /// Creates a request from the fields of a response or a postback.
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        self.fields = try Fields(fields)
    }

    /// The service's id of the request.
    public var id: String { fields.id }

    /// Whether there is no decision yet: wait with ``ToopherAPI/waitForDecision(on:timeout:schedule:clock:)``.
    public var isPending: Bool { fields.isPending }

    /// Whether the request is granted. Never true while it is pending.
    public var isGranted: Bool { fields.isGranted && !isPending }

    /// Whether the request is denied. Never true while it is pending.
    public var isDenied: Bool { !fields.isGranted && !isPending }

    /// Whether an automation of the phone decided.
    public var isAutomated: Bool { fields.isAutomated }

    /// The service's reason for the decision, perhaps empty.
    public var reason: String { fields.reason }

    /// The number of the reason. 708 while the request is pending means that a one-time password is required.
    public var reasonCode: Int? { fields.reasonCode }

    /// The number that you show the user, who enters it on the phone; `nil` if the phone asks for none.
    public var matchNumber: String? { fields.matchNumber }

    /// The terminal that the request comes from; `nil` if the request has none.
    public var terminal: UserTerminal? { fields.terminal }

    /// The user who decides; `nil` from older services.
    public var user: User? { fields.user }

    /// The action that is being allowed; `nil` from older services.
    public var action: Action? { fields.action }

    /// The whole object, including fields that this library does not know.
    public var raw: JSONValue { fields.raw }
}

extension AuthenticationRequest {
    /// Whether both have the same fields with the same values, including unknown ones.
    public static func == (one: AuthenticationRequest, other: AuthenticationRequest) -> Bool {
        one.fields === other.fields || one.raw == other.raw
    }

    /// Hashes the whole object.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(raw)
    }
}

private final class Fields: Sendable {
    let id: String
    let isPending: Bool
    // The value of the field, also while the request is pending.
    let isGranted: Bool
    let isAutomated: Bool
    let reason: String
    let reasonCode: Int?
    let matchNumber: String?
    let terminal: UserTerminal?
    let user: User?
    let action: Action?
    let raw: JSONValue

    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        isPending = try fields.bool("pending")
        isGranted = try fields.bool("granted")
        isAutomated = try fields.bool("automated")
        reason = try fields.optionalString("reason") ?? ""
        reasonCode = try fields.optionalInteger("reason_code")
        matchNumber = try fields.optionalString("match_number")
        if let object = try fields.optionalObject("terminal") {
            terminal = try UserTerminal(object)
        } else {
            terminal = nil
        }
        if let object = try fields.optionalObject("user") { user = try User(object) } else { user = nil }
        if let object = try fields.optionalObject("action") { action = try Action(object) } else { action = nil }
        raw = fields.raw
    }
}
