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

    enum CodingKeys: String, CodingKey {
        case kind, id, decision, reason, number, signature
        case isChallengeMet = "challenge_met"
        case automatedUntil = "automated_until"
    }

    /// Returns the answer.
    ///
    /// - Parameter decided: The time of the call.
    func answer(decided: Int64) throws(ProtocolError) -> DeviceProtocol.Answer {
        guard (number ?? "").utf8.count <= 16 else { throw .invalid("number") }
        return DeviceProtocol.Answer(
            decision, reason: reason ?? .none, number: number ?? "", isChallengeMet: isChallengeMet ?? false,
            automatedUntil: automatedUntil ?? 0, decided: decided)
    }

    /// Returns the decision, if its signature is over the subject and the answer.
    func verified(
        _ subject: DeviceProtocol.DecisionSubject, _ answer: DeviceProtocol.Answer, by device: Device
    ) throws -> SignedDecision {
        guard let bytes = Base64.decodeURL(signature) else { throw ProtocolError.invalid("signature") }
        let record = DeviceProtocol.DecisionRecord(subject, answer, device: device.id)
        guard let decision = try SignedDecision(record, signature: bytes, by: device.publicKey) else {
            throw ProtocolError(status: 403, "The signature is not over what is pending")
        }
        return decision
    }
}

#endif
