import DeviceProtocol

/// A pairing or an authentication request on which the user has to decide.
struct PendingDecision: Sendable {
    let kind: DeviceProtocol.Kind
    let item: DeviceMessage.Item

    /// The text that the phone shows.
    var text: String {
        switch kind {
        case .pairing:
            "\(IsolatedText.of(item.requester.name)) wants to pair this phone with \(IsolatedText.of(item.user.name))"
        case .confirmation:
            "\(IsolatedText.of(item.requester.name)): \(IsolatedText.of(item.user.name)) wants to pair another phone, "
                + "\(IsolatedText.of(item.phone?.name ?? "")), whose words are \(item.phoneWords ?? "")"
        case .authenticationRequest:
            "\(IsolatedText.of(item.requester.name)) asks: \(IsolatedText.of(item.action?.name ?? ""))"
                + " as \(IsolatedText.of(item.user.name)) from \(terminal)"
        }
    }

    private var terminal: String {
        guard let name = item.terminal?.name, !name.isEmpty else { return "a place without a name" }
        return IsolatedText.of(name) + (item.isFirstFromTerminal == true ? ", for the first time" : "")
    }

    /// What the phone signs with the answer: everything that it shows.
    ///
    /// - Parameter service: The base URL of the service.
    func subject(service: String) -> DeviceProtocol.DecisionSubject {
        DeviceProtocol.DecisionSubject(
            service: service, kind: kind, id: item.id, requester: item.requester.signed, user: item.user.signed,
            action: item.action?.signed ?? .none, terminal: item.terminal?.signed ?? .none,
            phone: item.phone?.signed ?? .none, phoneWords: item.phoneWords ?? "",
            isFirstFromTerminal: item.isFirstFromTerminal ?? false,
            isChallengeRequired: item.isChallengeRequired ?? false, numberDigits: item.numberDigits ?? 0,
            isAutomationAllowed: item.isAutomationAllowed ?? false, created: item.created, expires: item.expires)
    }
}
