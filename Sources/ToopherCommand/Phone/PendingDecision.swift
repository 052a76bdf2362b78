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
                + " as \(IsolatedText.of(item.user.name)) from \(terminal)\(wants)"
        }
    }

    /// What an approval has to have.
    private var wants: String {
        let number = item.numberDigits.flatMap { $0 > 0 ? ", with a number of \($0) digits" : nil } ?? ""
        return number + (item.isChallengeRequired == true ? ", with the phone's own check" : "")
    }

    private var terminal: String {
        guard let name = item.terminal?.name, !name.isEmpty else { return "a place without a name" }
        return IsolatedText.of(name) + (item.isFirstFromTerminal == true ? ", for the first time" : "")
    }

    /// Throws if an approval lacks what the phone is asked for: sent like that, it would end the request or be refused.
    func check(_ answer: DeviceProtocol.Answer) throws {
        guard answer.decision == .approve else { return }
        if let digits = item.numberDigits, digits > 0, answer.number.utf8.count != digits {
            throw CommandError("the requester's page shows a number of \(digits) digits: give --number")
        }
        if item.isChallengeRequired == true, !answer.isChallengeMet {
            throw CommandError("this needs the phone's own check of its user: give --challenge-met")
        }
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
