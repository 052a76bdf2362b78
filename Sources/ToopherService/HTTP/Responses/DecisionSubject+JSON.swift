#if Service

internal import DeviceProtocol

extension DeviceProtocol.DecisionSubject: JSONConvertible {
    /// What a phone is sent. It knows the service itself.
    var json: JSONFragment {
        let isRequest = kind == .authenticationRequest
        return .object([
            ("id", .string(id)), ("requester", requester.json), ("user", user.json),
            ("action", isRequest ? action.json : nil), ("terminal", isRequest ? terminal.json : nil),
            ("first_from_terminal", isRequest ? .boolean(isFirstFromTerminal) : nil),
            ("challenge_required", isRequest ? .boolean(isChallengeRequired) : nil),
            ("number_digits", isRequest ? .integer(Int64(numberDigits)) : nil),
            ("automation_allowed", isRequest ? .boolean(isAutomationAllowed) : nil), ("created", .integer(created)),
            ("expires", .integer(expires)),
        ])
    }
}

#endif
