#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol
internal import FoundationEssentials
internal import Hummingbird
internal import WebAuthn

/// With what a phone proves that it has checked its user: the credential of its authenticator.
struct DeviceCredentialRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("v1/device/credential") { request, context in
            try await show(core.authenticateDevice(request, context))
        }
        router.put("v1/device/credential") { request, context in
            try await set(request, context, core.authenticateDevice(request, context))
        }
    }

    private func show(_ signed: SignedDeviceCall) async throws -> Response {
        let id = signed.device.id
        let credential = try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<DeviceCredential?, ProtocolError> in
            .success(try Store.credential(deviceID: id, transaction))
        }
        return Self.response(credential)
    }

    /// Sets up a credential, replaces it, or changes when it is needed.
    ///
    /// Each change needs an assertion of the credential that there is, so that whoever holds an unlocked phone cannot end the
    /// check; a first one proves itself.
    private func set(
        _ request: Request, _ context: ServiceRequestContext, _ signed: SignedDeviceCall
    ) async throws -> Response {
        struct Setting: Decodable {
            var id: String
            var publicKey: String
            var isAlwaysRequired: Bool
            var assertion: SubmittedAssertion

            enum CodingKeys: String, CodingKey {
                case id, assertion
                case publicKey = "public_key"
                case isAlwaysRequired = "always_required"
            }
        }
        guard request.mediaType == "application/json" else { throw ProtocolError.mediaType }
        guard let sent = try? JSONDecoder().decode(Setting.self, from: Data(signed.body)) else {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
        guard !sent.id.isEmpty, sent.id.utf8.count <= SubmittedAssertion.maximumCredentialLength,
            Base64.decodeURL(sent.id) != nil
        else { throw ProtocolError.invalid("id") }
        guard let der = Base64.decodeURL(sent.publicKey), let key = CredentialKey(derRepresentation: der) else {
            throw ProtocolError.invalid("public_key")
        }
        let new = DeviceCredential(id: sent.id, key: key, isAlwaysRequired: sent.isAlwaysRequired)
        let current = signed.device.credential
        let record = DeviceProtocol.CredentialRecord(
            service: signed.service, device: signed.device.id, credential: sent.id, publicKey: sent.publicKey,
            isAlwaysRequired: sent.isAlwaysRequired, set: signed.timestamp)
        guard sent.assertion.isValid(for: try record.challenge(), service: signed.service, by: current ?? new) else {
            throw ProtocolError.checkNotProven
        }
        // What changes nothing leaves nothing in the log.
        if let current, current.id == new.id, current.isAlwaysRequired == new.isAlwaysRequired,
            current.key.derRepresentation == new.key.derRepresentation
        {
            try await core.store.transaction(recording: signed.nonce) { _ in .success(()) }
            return Self.response(current)
        }
        // Afterwards: what nobody has proven must not use up the limit in all.
        try core.rates.offer(from: core.origins.origin(peer: context.peer, headers: request.headers))
        let (id, now) = (signed.device.id, core.clock())
        try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.set(new, of: id, inPlaceOf: current?.id, now: now, transaction)
        }
        return Self.response(new)
    }

    private static func response(_ credential: DeviceCredential?) -> Response {
        .json(
            .object([
                ("id", credential.map { .string($0.id) }),
                ("always_required", .boolean(credential?.isAlwaysRequired ?? false)),
            ]))
    }
}

#endif
