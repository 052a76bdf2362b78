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
        case .authenticationRequest:
            "\(IsolatedText.of(item.requester.name)) asks: \(IsolatedText.of(item.action?.name ?? ""))"
                + " as \(IsolatedText.of(item.user.name)) from \(IsolatedText.of(item.terminal?.name ?? ""))"
        }
    }

    /// Returns what the phone signs: everything that it shows, and the decision.
    func record(_ decision: DeviceProtocol.Decision, device: String) -> DeviceProtocol.DecisionRecord {
        DeviceProtocol.DecisionRecord(
            kind: kind, id: item.id, requesterID: item.requester.id, requesterName: item.requester.name,
            userName: item.user.name, actionName: item.action?.name ?? "", terminalName: item.terminal?.name ?? "",
            created: item.created, expires: item.expires, decision: decision, device: device)
    }
}
