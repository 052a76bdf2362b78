/// One question to a user: pending, then granted or denied, perhaps by the user's standing answer.
public struct AuthenticationRequest: ToopherResource {
    /// A thousand waits hold many thousand copies; each is a reference.
    private let fields: Fields

    /// The service's id of the request.
    public var id: String { fields.id }

    /// Whether there is no answer yet: wait with ``ToopherAPI/decision(on:within:schedule:clock:)``.
    public var isPending: Bool { fields.isPending }

    /// Whether the answer is yes. Never true while the request is pending.
    public var isGranted: Bool { fields.isGranted && !isPending }

    /// Whether the answer is no. Never true while the request is pending.
    public var isDenied: Bool { !fields.isGranted && !isPending }

    /// Whether the phone answered by itself, from the user's standing answer at a trusted place.
    public var isAutomated: Bool { fields.isAutomated }

    /// The service's words for the answer, perhaps empty.
    public var reason: String { fields.reason }

    /// The service's number for the answer. 708 while pending: the user must enter a one-time password.
    public var reasonCode: Int? { fields.reasonCode }

    /// Where the request comes from; absent when it was asked without a terminal.
    public var terminal: UserTerminal? { fields.terminal }

    /// Who is asked; older services do not say.
    public var user: User? { fields.user }

    /// What is asked; older services do not say.
    public var action: Action? { fields.action }

    /// The whole object, with the fields that this library does not know.
    public var raw: JSONValue { fields.raw }

    init(_ fields: FieldReader) throws(FieldProblem) {
        self.fields = try Fields(fields)
    }
}

extension AuthenticationRequest {
    /// Whether both are the same object of the service in the same state, with the same unknown fields.
    public static func == (one: AuthenticationRequest, other: AuthenticationRequest) -> Bool {
        one.fields === other.fields || one.raw == other.raw
    }

    /// Hashes the whole object, which everything else follows from.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(raw)
    }

    private final class Fields: Sendable {
        let id: String
        let isPending: Bool
        /// What the service says, pending or not.
        let isGranted: Bool
        let isAutomated: Bool
        let reason: String
        let reasonCode: Int?
        let terminal: UserTerminal?
        let user: User?
        let action: Action?
        let raw: JSONValue

        init(_ fields: FieldReader) throws(FieldProblem) {
            id = try fields.identifier("id")
            isPending = try fields.bool("pending")
            isGranted = try fields.bool("granted")
            isAutomated = try fields.bool("automated")
            reason = try fields.optionalString("reason") ?? ""
            reasonCode = try fields.optionalInteger("reason_code")
            if let place = try fields.optionalObject("terminal") {
                terminal = try UserTerminal(place)
            } else {
                terminal = nil
            }
            if let person = try fields.optionalObject("user") { user = try User(person) } else { user = nil }
            if let question = try fields.optionalObject("action") {
                action = try Action(question)
            } else {
                action = nil
            }
            raw = fields.raw
        }
    }
}
