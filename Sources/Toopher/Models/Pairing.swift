/// A user's phone, joined to a requester once the user has approved it there.
public struct Pairing: ToopherResource {
    /// The id to authenticate with; keep it beside your user.
    public let id: String

    /// Whether the user has not answered yet: wait with ``ToopherAPI/enabled(_:within:schedule:clock:)``.
    public let isPending: Bool

    /// Whether the pairing can authenticate: approved, no longer pending, and not deactivated.
    public let isEnabled: Bool

    /// The user who is paired.
    public let user: User

    /// The whole object, with the fields that this library does not know.
    public let raw: JSONValue
}

extension Pairing {
    init(_ fields: FieldReader) throws(FieldProblem) {
        id = try fields.identifier("id")
        let pending = try fields.bool("pending")
        let enabled = try fields.bool("enabled")
        let deactivated = try fields.optionalBool("deactivated") ?? false
        isPending = pending
        isEnabled = enabled && !pending && !deactivated
        guard let owner = try fields.optionalObject("user") else { throw fields.problem("user") }
        user = try User(owner)
        raw = fields.raw
    }
}
