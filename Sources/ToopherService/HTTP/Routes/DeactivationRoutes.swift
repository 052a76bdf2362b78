#if Service

internal import Database
internal import FoundationEssentials
internal import Hummingbird

/// The routes that end a pairing, from either side, and the list of what a phone may end.
struct DeactivationRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/pairings/{id}") { request, context in
            try await deactivate(context, core.authenticate(request, context))
        }
        router.get("v1/device/pairings") { request, context in
            try await pairings(core.authenticateDevice(request, context))
        }
        router.post("v1/device/revocations") { request, context in
            try await revoke(request, core.authenticateDevice(request, context))
        }
    }

    private func deactivate(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let id = try context.id()
        guard let isDeactivated = try signed.parameters.flag("deactivated") else {
            throw ProtocolError.missing("deactivated")
        }
        let now = core.clock()
        let pairing = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            let found = Pairing.found(try Store.pairing(id: id, transaction), by: signed.requester.id)
            guard case .success(var pairing) = found else { return found }
            guard isDeactivated else {
                // Only the phone can approve a pairing, a new one.
                return pairing.state == .deactivated ? .failure(.pairingDeactivated) : .success(pairing)
            }
            try Store.deactivatePairings(.one(id: id), by: .requester, now: now, transaction)
            pairing.state = .deactivated
            return .success(pairing)
        }
        return .json(Representation.Pairing(pairing, at: now))
    }

    private func pairings(_ signed: SignedDeviceCall) async throws -> Response {
        let device = signed.device.id
        let pairings = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            .success(try Store.enabledPairings(deviceID: device, transaction))
        }
        return .json(.object([("pairings", .array(pairings.map { DevicePairing($0).json }))]))
    }

    private func revoke(_ request: Request, _ signed: SignedDeviceCall) async throws -> Response {
        guard request.mediaType == "application/json" else { throw ProtocolError.mediaType }
        guard let submission = try? JSONDecoder().decode(RevocationSubmission.self, from: Data(signed.body)) else {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
        switch (submission.pairing, submission.automation) {
        case (let id?, nil): return try await revoke(pairing: id, submission, signed)
        case (nil, let id?): return try await revoke(automation: id, submission, signed)
        default: throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
    }

    private func revoke(
        pairing text: String, _ submission: RevocationSubmission, _ signed: SignedDeviceCall
    ) async throws -> Response {
        let now = core.clock()
        // What belongs to other devices counts as unknown.
        guard let id = Identifier.parse(text), let pairing = try await core.store.pairing(id: id),
            pairing.deviceID == signed.device.id
        else { throw ProtocolError.notFound }
        let revocation = try submission.verified(
            pairing.revocationSubject(service: signed.service), at: signed.timestamp, by: signed.device)
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.endPairing(revocation, now: now, transaction)
            return .success(())
        }
        return .json(.object([("pairing", .string(id))]))
    }

    private func revoke(
        automation text: String, _ submission: RevocationSubmission, _ signed: SignedDeviceCall
    ) async throws -> Response {
        let now = core.clock()
        guard let id = Identifier.parse(text),
            let automation = try await core.store.automation(id: id, deviceID: signed.device.id)
        else { throw ProtocolError.notFound }
        let revocation = try submission.verified(
            automation.revocationSubject(service: signed.service), at: signed.timestamp, by: signed.device)
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.endAutomation(revocation, now: now, transaction)
        }
        return .json(.object([("automation", .string(id))]))
    }
}

#endif
