#if Service

internal import AuditLog
internal import DeviceProtocol

extension AuditEvent {
    /// A phone has decided on an authentication request.
    static func decided(
        _ decision: SignedDecision, on request: AuthenticationRequest, _ outcome: AuthenticationRequest.State
    ) -> AuditEvent {
        AuditEvent(
            EntryType.requestDecided, subject: request.id, recordKind: decision.record.subject.kind.rawValue,
            [
                ("request", .string(request.id)), ("requester", .string(request.requesterID)),
                ("user", .string(request.user.id)), ("pairing", .text(request.pairingID)),
                ("outcome", .string(outcome.rawValue)),
            ] + decision.auditMembers)
    }

    /// A standing answer of a phone has decided on an authentication request.
    ///
    /// - Parameter origin: The request whose signed decision has the standing answer.
    static func automated(_ request: AuthenticationRequest, by origin: String?) -> AuditEvent {
        var event = ended(.automated, request.id, request.requesterID, request.user.id, request.state)
        event.members += [
            ("pairing", .text(request.pairingID)), ("device", .text(request.deviceID)), ("by_request", .text(origin)),
        ]
        return event
    }

    /// A one-time password has decided on an authentication request.
    ///
    /// - Parameter source: What has shown the password; `nil` if it was refused.
    static func judged(
        _ request: AuthenticationRequest, _ outcome: AuthenticationRequest.State, source: PasswordSource?
    ) -> AuditEvent {
        var event = ended(.password, request.id, request.requesterID, request.user.id, outcome)
        event.members += [("source", .text(source?.kind)), ("source_id", .text(source?.id))]
        return event
    }

    /// An authentication request has ended without a decision.
    static func ended(
        _ id: String, requesterID: String, userID: String, _ outcome: AuthenticationRequest.State
    ) -> AuditEvent {
        ended(.end, id, requesterID, userID, outcome)
    }

    private enum Ending { case automated, password, end }

    private static func ended(
        _ ending: Ending, _ id: String, _ requesterID: String, _ userID: String,
        _ outcome: AuthenticationRequest.State
    ) -> AuditEvent {
        let type =
            switch ending {
            case .automated: EntryType.requestAutomated
            case .password: EntryType.requestPassword
            case .end: EntryType.requestEnded
            }
        return AuditEvent(
            type, subject: id,
            [
                ("request", .string(id)), ("requester", .string(requesterID)), ("user", .string(userID)),
                ("outcome", .string(outcome.rawValue)),
            ])
    }
}

extension SignedDecision {
    /// What an entry has of a decision; the record itself is in the table of decisions.
    fileprivate var auditMembers: [(name: String, value: CanonicalJSON?)] {
        [
            ("device", .string(record.device)), ("decision", .string(record.answer.decision.rawValue)),
            ("assertion", .text(assertion)),
        ] + signed.auditMembers
    }
}

extension AuditEvent {
    /// A phone has confirmed, or refused, the pairing of another phone of its user.
    static func confirmed(_ decision: SignedDecision, of pairing: Pairing, _ outcome: Pairing.State) -> AuditEvent {
        var event = decided(decision, on: pairing, outcome)
        event.members.append(("confirmed_device", .text(pairing.deviceID)))
        return AuditEvent(
            EntryType.pairingConfirmed, subject: pairing.id, recordKind: event.recordKind, event.members)
    }

    /// A phone has ended its pairing, or one of its standing answers.
    static func revoked(_ revocation: SignedRevocation) -> AuditEvent {
        let record = revocation.record
        let type = record.subject.kind == .pairing ? EntryType.pairingRevoked : EntryType.automationRevoked
        return AuditEvent(
            type, subject: record.subject.id, recordKind: revocation.storedKind,
            [
                (record.subject.kind.rawValue, .string(record.subject.id)),
                ("requester", .string(record.subject.requester.id)), ("user", .string(record.subject.user.id)),
                ("device", .string(record.device)),
            ] + revocation.signed.auditMembers)
    }

    /// A phone has decided on a pairing.
    static func decided(_ decision: SignedDecision, on pairing: Pairing, _ outcome: Pairing.State) -> AuditEvent {
        AuditEvent(
            EntryType.pairingDecided, subject: pairing.id, recordKind: decision.record.subject.kind.rawValue,
            [
                ("pairing", .string(pairing.id)), ("requester", .string(pairing.requesterID)),
                ("user", .string(pairing.user.id)), ("outcome", .string(outcome.rawValue)),
            ] + decision.auditMembers)
    }
}

#endif
