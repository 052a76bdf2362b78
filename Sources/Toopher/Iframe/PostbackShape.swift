internal import OAuth1

/// The flat fields of a postback, converted to the structure and types of the API's response.
struct PostbackShape {
    let fields: PostbackFields

    /// Returns the object of `resource_type=authentication_request`.
    func authenticationRequest() throws(MalformedFieldError) -> JSONValue {
        var members = flat()
        for name in ["pending", "granted", "automated"] { members[name] = .bool(try bool(name)) }
        let user = try self.user()
        members["user"] = user
        members["terminal"] = try part(idField: "terminal_id", nameField: "terminal_name") { terminal in
            terminal["requester_specified_id"] = fields["terminal_requester_specified_id"].map(JSONValue.string)
            terminal["user"] = user
        }
        members["action"] = try part(idField: "action_id", nameField: "action_name")
        return .object(members)
    }

    /// Returns the object of `resource_type=pairing`.
    func pairing() throws(MalformedFieldError) -> JSONValue {
        var members = flat()
        for name in ["pending", "enabled"] { members[name] = .bool(try bool(name)) }
        members["deactivated"] = try optionalBool("deactivated")
        members["user"] = try user()
        return .object(members)
    }

    /// Returns the object of `resource_type=requester_user`.
    func requesterUser() throws(MalformedFieldError) -> JSONValue {
        var members = flat()
        for name in ["toopher_authentication_enabled", "disable_toopher_auth"] {
            members[name] = try optionalBool(name)
        }
        return .object(members)
    }

    private func user() throws(MalformedFieldError) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(try text("pairing_user_id")),
            "name": .string(try text("user_name")),
        ]
        members["toopher_authentication_enabled"] = try optionalBool("user_toopher_authentication_enabled")
        return .object(members)
    }

    // A terminal or an action has an id and a name, which may be empty, or neither.
    private func part(
        idField: String, nameField: String, complete: (inout [String: JSONValue]) -> Void = { _ in }
    ) throws(MalformedFieldError) -> JSONValue? {
        guard !isBlank(idField) || !isBlank(nameField) else { return nil }
        var members: [String: JSONValue] = [
            "id": .string(try text(idField)),
            "name": .string(try present(nameField)),
        ]
        complete(&members)
        return .object(members)
    }

    private func flat() -> [String: JSONValue] {
        Dictionary(fields.parameters.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private func isBlank(_ name: String) -> Bool {
        fields[name]?.isEmpty ?? true
    }

    private func text(_ name: String) throws(MalformedFieldError) -> String {
        guard !isBlank(name) else { throw MalformedFieldError(field: name) }
        return try present(name)
    }

    private func present(_ name: String) throws(MalformedFieldError) -> String {
        guard let text = fields[name] else { throw MalformedFieldError(field: name) }
        return text
    }

    private func bool(_ name: String) throws(MalformedFieldError) -> Bool {
        guard let value = fields.bool(name) else { throw MalformedFieldError(field: name) }
        return value
    }

    private func optionalBool(_ name: String) throws(MalformedFieldError) -> JSONValue? {
        isBlank(name) ? nil : .bool(try bool(name))
    }
}
