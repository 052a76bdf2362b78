#if Service

internal import AuthAPI

extension AuthAPIParameters {
    /// Returns what a phone shows of a log-in: where it comes from, and what it is for.
    ///
    /// The terminal has no id: whoever shares an address with the user must not share an answer that is kept.
    func draft(
        _ subject: AuthenticationRequestDraft.Subject, _ question: AuthAPIQuestion, _ integration: Integration,
        _ policy: RequesterPolicy
    ) throws(AuthAPIFailure) -> AuthenticationRequestDraft {
        var draft = AuthenticationRequestDraft(subject: subject, terminalName: try terminal(integration))
        draft.actionName = try action() ?? Action.defaultName
        draft.automationAllowed = false
        draft.challengeRequired = policy.alwaysChallenges
        draft.showsNumber = question.showsText
        if case .passcode(let text) = question.factor { draft.oneTimePassword = text }
        return draft
    }

    private func terminal(_ integration: Integration) throws(AuthAPIFailure) -> String {
        let (host, address) = (try text("hostname"), try text("ipaddr"))
        let parts = [host ?? integration.name, address.map { "from \($0)" }].compactMap { $0 }
        return DisplayName.normalized(parts.joined(separator: " ")) ?? integration.name
    }

    /// The command that is run, else what the program calls the request.
    private func action() throws(AuthAPIFailure) -> String? {
        if let details = try text("pushinfo"), let pairs = try? CallParameter.parse(Array(details.utf8)),
            let command = pairs.first(where: { $0.name == "Command" && !$0.value.isEmpty })?.value,
            let name = DisplayName.normalized("Run " + String(command.prefix(200)))
        {
            return name
        }
        return try text("type").flatMap { DisplayName.normalized($0) }
    }
}

#endif
