/// Where a request comes from, as one user knows it.
public struct UserTerminal: ToopherResource {
    /// The service's id of the terminal.
    public let id: String

    /// The name that the user's phone shows.
    public let name: String

    /// The requester's own opaque id of the terminal, if it has one: `requester_specified_id`, or the older `name_extra`.
    public let requesterSpecifiedID: String?

    /// The user whose terminal it is; older services do not say.
    public let user: User?

    /// The whole object, with the fields that this library does not know.
    public let raw: JSONValue
}

extension UserTerminal {
    init(_ fields: FieldReader) throws(FieldProblem) {
        id = try fields.identifier("id")
        name = try fields.string("name")
        // Services write an empty text where there is no id, because some clients cannot read null.
        let own = [try fields.optionalString("requester_specified_id"), try fields.optionalString("name_extra")]
        requesterSpecifiedID = own.lazy.compactMap { $0 }.first { !$0.isEmpty }
        if let owner = try fields.optionalObject("user") { user = try User(owner) } else { user = nil }
        raw = fields.raw
    }
}
