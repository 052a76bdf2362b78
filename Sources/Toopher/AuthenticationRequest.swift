/// One question to a user: pending, then granted or denied, perhaps by the user's standing answer.
public struct AuthenticationRequest: ToopherResource {
    /// The service's id of the request.
    public let id: String

    /// Whether there is no answer yet: wait with ``ToopherAPI/decision(on:within:schedule:clock:)``.
    public let isPending: Bool

    /// Whether the answer is yes. Never true while the request is pending.
    public let isGranted: Bool

    /// Whether the answer is no. Never true while the request is pending.
    public let isDenied: Bool

    /// Whether the phone answered by itself, from the user's standing answer at a trusted place.
    public let isAutomated: Bool

    /// The service's words for the answer, perhaps empty.
    public let reason: String

    /// The service's number for the answer. 708 while pending: the user must enter a one-time password.
    public let reasonCode: Int?

    /// Where the request comes from; absent when it was asked without a terminal.
    public let terminal: UserTerminal?

    /// Who is asked; older services do not say.
    public let user: User?

    /// What is asked; older services do not say.
    public let action: Action?

    /// The whole object, with the fields that this library does not know.
    public let raw: JSONValue
}

extension AuthenticationRequest {
    init(_ fields: FieldReader) throws(FieldProblem) {
        id = try fields.identifier("id")
        let pending = try fields.bool("pending")
        let granted = try fields.bool("granted")
        isPending = pending
        isGranted = granted && !pending
        isDenied = !granted && !pending
        isAutomated = try fields.bool("automated")
        reason = try fields.optionalString("reason") ?? ""
        reasonCode = try fields.optionalInteger("reason_code")
        if let place = try fields.optionalObject("terminal") {
            terminal = try UserTerminal(place)
        } else {
            terminal = nil
        }
        if let person = try fields.optionalObject("user") { user = try User(person) } else { user = nil }
        if let question = try fields.optionalObject("action") { action = try Action(question) } else { action = nil }
        raw = fields.raw
    }
}
