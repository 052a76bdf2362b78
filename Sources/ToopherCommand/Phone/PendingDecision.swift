import DeviceProtocol

/// Something that waits for the person's answer.
struct PendingDecision: Sendable {
    let kind: DeviceProtocol.Kind
    let item: DeviceMessage.Item

    /// What the phone shows.
    var text: String {
        switch kind {
        case .pairing:
            "\(item.requester.name) wants to pair this phone with \(item.user.name)"
        case .authenticationRequest:
            "\(item.requester.name) asks: \(item.action?.name ?? "") as \(item.user.name)"
                + " from \(item.terminal?.name ?? "")"
        }
    }

    /// What the phone signs: all that it shows, and the answer.
    func record(_ decision: DeviceProtocol.Decision, device: String) -> DeviceProtocol.DecisionRecord {
        DeviceProtocol.DecisionRecord(
            kind: kind, id: item.id, requesterID: item.requester.id, requesterName: item.requester.name,
            userName: item.user.name, actionName: item.action?.name ?? "", terminalName: item.terminal?.name ?? "",
            created: item.created, expires: item.expires, decision: decision, device: device)
    }
}
