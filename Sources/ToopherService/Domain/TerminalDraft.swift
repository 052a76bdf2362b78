#if Service

/// What a requester states about a terminal. What is `nil` is not known, or stays as it is.
struct TerminalDraft: Sendable, Hashable {
    var name: String?
    var requesterSpecifiedID: String?

    /// The identity of a terminal with this name and this id among the user's terminals; see
    /// ``AuthenticationRequestDraft/terminalIdentity``.
    static func identity(name: String, requesterSpecifiedID: String) -> String {
        AuthenticationRequestDraft(
            subject: .user(name: ""), terminalName: name.isEmpty ? nil : name,
            requesterSpecifiedID: requesterSpecifiedID.isEmpty ? nil : requesterSpecifiedID
        ).terminalIdentity
    }
}

#endif
