/// A user's phone, paired with a requester once the user has approved it on the phone.
public struct Pairing: ToopherResource {
    /// The id to authenticate with; store it with your user.
    public let id: String

    /// Whether the user has not decided yet: wait with ``ToopherAPI/waitForApproval(of:timeout:schedule:clock:)``.
    public let isPending: Bool

    /// Whether the pairing can authenticate: approved, not pending, and not deactivated.
    public let isEnabled: Bool

    /// The user of the pairing.
    public let user: User

    /// The whole object, including fields that this library does not know.
    public let raw: JSONValue
}

extension Pairing {
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        let pending = try fields.bool("pending")
        let enabled = try fields.bool("enabled")
        let deactivated = try fields.optionalBool("deactivated") ?? false
        isPending = pending
        isEnabled = enabled && !pending && !deactivated
        guard let object = try fields.optionalObject("user") else { throw fields.malformed("user") }
        user = try User(object)
        raw = fields.raw
    }
}
