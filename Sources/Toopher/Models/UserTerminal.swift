/// A terminal of a user: where a request comes from.
public struct UserTerminal: ToopherResource {
    /// The service's id of the terminal.
    public let id: String

    /// The name that the user's phone shows.
    public let name: String

    /// The requester's own opaque id of the terminal: `requester_specified_id`, or the older `name_extra`.
    public let requesterSpecifiedID: String?

    /// The user of the terminal; `nil` from older services.
    public let user: User?

    /// The whole object, including fields that this library does not know.
    public let raw: JSONValue
}

extension UserTerminal {
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        name = try fields.string("name")
        // Services write an empty string for a missing id, because some clients cannot parse null.
        let ids = [try fields.optionalString("requester_specified_id"), try fields.optionalString("name_extra")]
        requesterSpecifiedID = ids.lazy.compactMap { $0 }.first { !$0.isEmpty }
        if let object = try fields.optionalObject("user") { user = try User(object) } else { user = nil }
        raw = fields.raw
    }
}
