/// What is being allowed, in words: "Log In".
public struct Action: ToopherResource {
    /// The service's id of the action.
    public let id: String

    /// The name that the user's phone shows.
    public let name: String

    /// The whole object, including fields that this library does not know.
    public let raw: JSONValue
}

extension Action {
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        name = try fields.string("name")
        raw = fields.raw
    }
}
