#if Service

internal import CryptoCore
internal import DeviceProtocol

/// What a phone sends when its user has answered. The signature is over what was shown and what was answered.
struct DecisionSubmission: Decodable, Sendable {
    var kind: DeviceProtocol.Kind
    var id: String
    var decision: DeviceProtocol.Decision
    var reason: DeviceProtocol.Answer.Reason?
    var number: String?
    var isChallengeMet: Bool?
    var automatedUntil: Int64?
    var signature: String
    /// Of the phone's own check, if the answer says that it was passed.
    var assertion: SubmittedAssertion?

    enum CodingKeys: String, CodingKey {
        case kind, id, decision, reason, number, signature, assertion
        case isChallengeMet = "challenge_met"
        case automatedUntil = "automated_until"
    }

    /// Returns the answer.
    ///
    /// - Parameter decided: The time of the call.
    func answer(decided: Int64) throws(ProtocolError) -> DeviceProtocol.Answer {
        guard (number ?? "").utf8.count <= 16 else { throw .invalid("number") }
        guard (isChallengeMet ?? false) == (assertion != nil) else { throw .invalid("challenge_met") }
        return DeviceProtocol.Answer(
            decision, reason: reason ?? .none, number: number ?? "", isChallengeMet: isChallengeMet ?? false,
            automatedUntil: automatedUntil ?? 0, decided: decided)
    }

    /// Returns the decision, if its signature, and the proof of the phone's own check where it has one, are over the subject
    /// and the answer.
    func verified(
        _ subject: DeviceProtocol.DecisionSubject, _ answer: DeviceProtocol.Answer, by device: Device
    ) throws -> SignedDecision {
        guard let bytes = Base64.decodeURL(signature) else { throw ProtocolError.invalid("signature") }
        let record = DeviceProtocol.DecisionRecord(subject, answer, device: device.id)
        guard var decision = try SignedDecision(record, signature: bytes, by: device.publicKey) else {
            throw ProtocolError(status: 403, "The signature is not over what is pending")
        }
        if let assertion {
            guard let credential = device.credential,
                assertion.isValid(for: try record.challenge(), service: subject.service, by: credential)
            else { throw ProtocolError.checkNotProven }
            decision.assertion = assertion.stored
        }
        return decision
    }
}

#endif
