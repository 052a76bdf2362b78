import DeviceProtocol

/// A pairing or an authentication request on which the user has to decide.
struct PendingDecision: Sendable {
    let kind: DeviceProtocol.Kind
    let item: DeviceMessage.Item

    /// The text that the phone shows.
    var text: String {
        switch kind {
        case .pairing:
            "\(item.requester.name) wants to pair this phone with \(item.user.name)"
        case .authenticationRequest:
            "\(item.requester.name) asks: \(item.action?.name ?? "") as \(item.user.name)"
                + " from \(item.terminal?.name ?? "")"
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
