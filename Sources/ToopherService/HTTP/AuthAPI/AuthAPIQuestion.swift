#if Service

/// What a call of the Auth API wants a user to be asked.
struct AuthAPIQuestion: Sendable {
    var user: UserReference
    var factor: AuthAPIFactor
    /// Whether the client asks for the result later.
    var isAsynchronous: Bool
    /// Whether the client shows its user the text of an answer that is not final yet.
    var showsText: Bool

    /// Reads a call of the second version.
    init(_ parameters: AuthAPIParameters) throws(AuthAPIFailure) {
        user = try Self.user(parameters)
        factor = try AuthAPIFactor(parameters)
        isAsynchronous = try parameters.flag("async")
        // Who asks for a prompt is a program on a terminal. Others may show a text or not.
        let isPrompt = try parameters.text("factor")?.lowercased() == "prompt"
        let showsNumber = try parameters.flag("client_supports_verified_push")
        showsText = isAsynchronous && (isPrompt || showsNumber)
    }

    /// Reads a call of the first version.
    init(first parameters: AuthAPIParameters) throws(AuthAPIFailure) {
        user = .name(try Self.name(parameters, "user"))
        factor = try AuthAPIFactor(first: parameters)
        isAsynchronous = try parameters.flag("async")
        showsText = isAsynchronous
    }

    /// Returns the user that a call of the second version names.
    static func user(_ parameters: AuthAPIParameters) throws(AuthAPIFailure) -> UserReference {
        if let id = try parameters.text("user_id") {
            guard let id = Identifier.parse(id) else { throw .invalid("user_id") }
            return .id(id)
        }
        return .name(try name(parameters, "username"))
    }

    /// Returns the name of a user.
    static func name(_ parameters: AuthAPIParameters, _ parameter: String) throws(AuthAPIFailure) -> String {
        let name = try parameters.required(parameter)
        guard DisplayName.isNormal(name) else { throw .invalid(parameter) }
        return name
    }
}

#endif
