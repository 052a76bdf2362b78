/// A person, named uniquely within a requester.
public struct User: ToopherResource {
    /// The service's id of the user.
    public let id: String

    /// The requester's name of the user.
    public let name: String

    /// Whether Toopher is enabled for the user; `nil` if the field is missing.
    ///
    /// From `toopher_authentication_enabled`, or from its older inverse `disable_toopher_auth`.
    public let isToopherAuthenticationEnabled: Bool?

    /// The whole object, including fields that this library does not know.
    public let raw: JSONValue
}

extension User {
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        name = try fields.string("name")
        let enabled = try fields.optionalBool("toopher_authentication_enabled")
        let disabled = try fields.optionalBool("disable_toopher_auth")
        if let enabled, let disabled, enabled == disabled {
            throw fields.malformed("disable_toopher_auth")
        }
        isToopherAuthenticationEnabled = enabled ?? disabled.map { !$0 }
        raw = fields.raw
    }
}
