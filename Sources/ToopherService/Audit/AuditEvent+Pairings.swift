#if Service

internal import AuditLog
internal import CryptoCore
internal import WebAuthn

extension AuditEvent {
    /// A phone was registered.
    static func deviceRegistered(_ id: String, publicKey: [UInt8]) -> AuditEvent {
        AuditEvent(
            EntryType.deviceRegistered, subject: id,
            [("device", .string(id)), ("key", .string(Base64.encodeURL(publicKey)))])
    }

    /// A pairing was begun.
    ///
    /// - Parameter deviceID: The phone; `nil` until one takes the pairing's link.
    static func pairingCreated(
        _ id: String, requesterID: String, userID: String, deviceID: String?
    ) -> AuditEvent {
        pairing("pairing_created", id, requesterID, userID, deviceID)
    }

    /// A phone has taken a pairing with its link.
    static func pairingTaken(_ pairing: Pairing) -> AuditEvent {
        Self.pairing("pairing_taken", pairing.id, pairing.requesterID, pairing.user.id, pairing.deviceID)
    }

    /// A pairing has ended.
    static func pairingDeactivated(
        _ id: String, requesterID: String, userID: String, deviceID: String?, by actor: AuditActor
    ) -> AuditEvent {
        var event = pairing("pairing_deactivated", id, requesterID, userID, deviceID)
        event.members.append(("by", .string(actor.rawValue)))
        return event
    }

    /// The operator has confirmed a pairing in place of a phone of its user.
    static func confirmedByOperator(_ pairing: Pairing) -> AuditEvent {
        var event = Self.pairing(
            "pairing_confirmed_by_operator", pairing.id, pairing.requesterID, pairing.user.id, pairing.deviceID)
        event.members.append(("outcome", .string(Pairing.State.enabled.rawValue)))
        return event
    }

    /// The operator has ended everything that a phone is used for.
    static func deviceEnded(_ id: String) -> AuditEvent {
        AuditEvent("device_ended", [("device", .string(id)), ("by", .string(AuditActor.operator.rawValue))])
    }

    /// A link was made with which the phone of a pairing can be replaced.
    static func resetLinkCreated(_ pairing: Pairing) -> AuditEvent {
        Self.pairing("reset_link_created", pairing.id, pairing.requesterID, pairing.user.id, pairing.deviceID)
    }

    /// What proves a phone's own check of its user is another credential, or needed at other times.
    static func credentialSet(_ credential: DeviceCredential, deviceID: String) -> AuditEvent {
        AuditEvent(
            "device_credential_set",
            [
                ("device", .string(deviceID)), ("credential", .string(credential.id)),
                ("public_key", .string(Base64.encodeURL(credential.key.derRepresentation))),
                ("always_required", .boolean(credential.isAlwaysRequired)),
            ])
    }

    private static func pairing(
        _ type: String, _ id: String, _ requesterID: String, _ userID: String, _ deviceID: String?
    ) -> AuditEvent {
        AuditEvent(
            type,
            [
                ("pairing", .string(id)), ("requester", .string(requesterID)), ("user", .string(userID)),
                ("device", .text(deviceID)),
            ])
    }
}

#endif
