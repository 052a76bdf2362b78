#if Service

import CryptoCore
import DeviceProtocol

extension JSON {
    /// What an item of a phone's list shows.
    func subject(_ kind: DeviceProtocol.Kind, service: String) -> DeviceProtocol.DecisionSubject {
        func named(_ name: String) -> DeviceProtocol.Named {
            .init(id: self[name]["id"].text, name: self[name]["name"].text)
        }
        return DeviceProtocol.DecisionSubject(
            service: service, kind: kind, id: self["id"].text, requester: named("requester"), user: named("user"),
            action: named("action"), terminal: named("terminal"),
            phone: self["phone"] == .null ? .none : named("phone"),
            phoneWords: self["phone_words"] == .null ? "" : self["phone_words"].text,
            isFirstFromTerminal: self["first_from_terminal"] == .flag(true),
            isChallengeRequired: self["challenge_required"] == .flag(true),
            numberDigits: Int(max(0, self["number_digits"].integer)),
            isAutomationAllowed: self["automation_allowed"] == .flag(true), created: self["created"].integer,
            expires: self["expires"].integer)
    }
}

extension DeviceProtocol.Kind {
    /// The member of a phone's list that has what is of this kind.
    var listName: String {
        switch self {
        case .pairing: "pairings"
        case .confirmation: "confirmations"
        case .authenticationRequest: "authentication_requests"
        }
    }
}

extension DeviceProtocol.DecisionRecord {
    /// The body of the call with an answer.
    ///
    /// - Parameter assertion: The JSON of the proof of the phone's own check.
    func submission(signature: [UInt8], assertion: String? = nil) -> String {
        """
        {"kind":"\(subject.kind.rawValue)","id":"\(subject.id)","decision":"\(answer.decision.rawValue)",\
        "reason":"\(answer.reason.rawValue)","number":"\(answer.number)","challenge_met":\(answer.isChallengeMet),\
        "automated_until":\(answer.automatedUntil),"signature":"\(Base64.encodeURL(signature))"\(assertion.map { ",\"assertion\":\($0)" } ?? "")}
        """
    }
}

#endif
