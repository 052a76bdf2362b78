#if Service

internal import CryptoCore
internal import Database
internal import Hummingbird

/// The route from which phones get what they show one-time passwords with; see `docs/device-protocol.md`.
struct DevicePasswordRoutes: Sendable {
    let core: ServiceCore

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("v1/device/otp") { request, context in try await secrets(request, context) }
    }

    /// Returns the secrets of the phone's enabled pairings, and creates those that are missing.
    ///
    /// A secret that no phone has asked for need not exist, so no other path to a pairing has to create one.
    private func secrets(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        let (id, now, sealer) = (signed.device.id, core.clock(), core.store.sealer)
        let missing = try await core.store.pairingsWithoutSecret(deviceID: id).map { pairingID in
            let secret = SecretBytes(try core.random(PairingPassword.secretCount))
            return (pairingID, try sealer.seal(secret, of: SealedColumn.pairingPasswords.owner(pairingID)))
        }
        let passwords = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.addPairingSecrets(missing, deviceID: id, now: now, transaction)
            return .success(try Store.pairingPasswords(deviceID: id, transaction))
        }
        return .json(.object([("pairings", .array(try passwords.map(json)))]))
    }

    private func json(_ password: SealedPairingPassword) throws -> JSONFragment {
        let secret = try SealedColumn.pairingPasswords.open(
            password.sealedSecret, id: password.pairingID, core.store.sealer)
        let text = secret.withBytes { span in Base32.encode(span.indices.map { span[$0] }) }
        return .object([
            ("id", .string(password.pairingID)), ("requester", password.requester.json),
            ("user", password.user.json), ("secret", .string(text)),
            ("digits", .integer(Int64(PairingPassword.digits))), ("period", .integer(PairingPassword.period)),
        ])
    }
}

#endif
