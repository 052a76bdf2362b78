#if Service

/// What a program on a terminal shows its user to choose from, and what each choice stands for.
struct AuthAPIPrompt: Sendable {
    let text: String
    let factors: JSONFragment

    /// Creates the prompt of a user.
    ///
    /// - Parameter number: What has to be entered on the phone.
    init(_ user: AuthAPIUser, number: String?) {
        let names = user.phones.map { $0.name.isEmpty ? "phone" : $0.name }
        let entry = number.map { ", and enter \($0) there" } ?? ""
        let lines = names.enumerated().map { " \($0.offset + 1). Push to \($0.element)\(entry)" }
        let choice = names.isEmpty ? "Passcode: " : "Passcode or option (1-\(names.count)): "
        text =
            "Second factor for \(user.user.name)\n\n" + lines.map { $0 + "\n" }.joined() + (lines.isEmpty ? "" : "\n")
            + choice
        let places = names.indices.map { ("\($0 + 1)", JSONFragment.string("push\($0 + 1)")) }
        factors = .object((places.isEmpty ? [] : [("default", .string("push1"))]) + places)
    }

    var json: JSONFragment { .object([("text", .string(text)), ("factors", factors)]) }
}

#endif
