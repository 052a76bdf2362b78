internal import OAuth1

/// Gives the flat, textual fields of a postback the shape and types of the API's reply, so that one reader reads both.
struct PostbackShape {
    let fields: PostbackFields

    /// `resource_type=authentication_request`
    func authenticationRequest() throws(FieldProblem) -> JSONValue {
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

    /// `resource_type=pairing`
    func pairing() throws(FieldProblem) -> JSONValue {
        var members = flat()
        for name in ["pending", "enabled"] { members[name] = .bool(try bool(name)) }
        members["deactivated"] = try optionalBool("deactivated")
        members["user"] = try user()
        return .object(members)
    }

    /// `resource_type=requester_user`
    func requesterUser() throws(FieldProblem) -> JSONValue {
        var members = flat()
        for name in ["toopher_authentication_enabled", "disable_toopher_auth"] {
            members[name] = try optionalBool(name)
        }
        return .object(members)
    }

    private func user() throws(FieldProblem) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(try text("pairing_user_id")),
            "name": .string(try text("user_name")),
        ]
        members["toopher_authentication_enabled"] = try optionalBool("user_toopher_authentication_enabled")
        return .object(members)
    }

    /// A terminal or an action: its id and its name, which may be blank, or neither.
    private func part(
        idField: String, nameField: String, complete: (inout [String: JSONValue]) -> Void = { _ in }
    ) throws(FieldProblem) -> JSONValue? {
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

    private func text(_ name: String) throws(FieldProblem) -> String {
        guard !isBlank(name) else { throw FieldProblem(field: name) }
        return try present(name)
    }

    private func present(_ name: String) throws(FieldProblem) -> String {
        guard let text = fields[name] else { throw FieldProblem(field: name) }
        return text
    }

    private func bool(_ name: String) throws(FieldProblem) -> Bool {
        guard let value = fields.bool(name) else { throw FieldProblem(field: name) }
        return value
    }

    private func optionalBool(_ name: String) throws(FieldProblem) -> JSONValue? {
        isBlank(name) ? nil : .bool(try bool(name))
    }
}
