#if Service

internal import DeviceProtocol
internal import CryptoCore
internal import Database
internal import FoundationEssentials
internal import Hummingbird

/// The routes that phones call; see `docs/device-protocol.md`.
struct DeviceRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/device/register") { try await register($0, $1) }
        router.post("v1/device/phrases") { try await offerPhrase($0, $1) }
        router.get("v1/device/pending") { try await pending($0, $1) }
        router.post("v1/device/answers") { try await decide($0, $1) }
        router.get("v1/device/automations") { try await automations($0, $1) }
    }

    private func register(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        struct Registration: Decodable {
            var name: String
            var publicKey: String

            enum CodingKeys: String, CodingKey {
                case name
                case publicKey = "public_key"
            }
        }
        let received = try await core.deviceCall(request, context)
        let registration: Registration = try decode(received.call.body, of: request)
        guard let name = DisplayName.normalized(registration.name) else { throw ProtocolError.invalid("name") }
        guard let point = Base64.decodeURL(registration.publicKey), point.count == 65,
            let key = try? P256.PublicKey(x963Representation: point)
        else { throw ProtocolError.invalid("public_key") }
        // The signature proves that the phone has the private key.
        guard received.call.device == DeviceProtocol.newDevice else { throw ProtocolError.deviceNotSigned }
        let nonce = try core.verify(received, key: key, owner: registration.publicKey)
        // Afterwards: what nobody signed must not use up the limit in all.
        try core.rates.register(from: core.origins.origin(peer: context.peer, headers: request.headers))
        let (newID, now) = (try core.newID(), core.clock())
        let id = try await core.store.transaction(recording: nonce) { transaction throws(DatabaseError) in
            .success(try Store.addDevice(id: newID, name: name, publicKey: point, now: now, transaction))
        }
        return .json(Representation.Reference(id: id))
    }

    private func offerPhrase(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        try core.rates.offer(from: core.origins.origin(peer: context.peer, headers: request.headers))
        let now = core.clock()
        let expires = now + core.lifetimes.phrase
        let phrases = try (0..<16).map { _ in try PairingPhrase.make(core.random) }
        let offered = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            let phrase = try Store.offerPhrase(
                of: phrases, deviceID: signed.device.id, expires: expires, now: now, transaction)
            return phrase.map { .success($0) } ?? .failure(.unavailable)
        }
        return .json(.object([("phrase", .string(offered)), ("expires", .integer(expires))]))
    }

    private func pending(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        let (device, service, now) = (signed.device, signed.service, core.clock())
        let id = device.id
        let list = try await core.store.look(recording: signed.nonce) { connection throws(DatabaseError) in
            let pending = try Store.pending(device: device, service: service, now: now, connection)
            return { () throws(DatabaseError) in .success(try pending()) }
        }
        let wait = request.uri.queryParameters["wait"].flatMap { Int64($0) } ?? 0
        var limit = min(core.longPoll, .seconds(max(0, min(wait, 60))))
        if let next = list.next { limit = min(limit, .seconds(next - now)) }
        guard list.isEmpty, limit > .zero else { return .json(list) }
        let later = try await core.changes.wait(
            for: .device(id: id), by: .device(id: id), atMost: limit, on: context.connection
        ) {
            let later = try await core.pending(deviceID: id, service: service)
            // What is to be shown earlier than the wait ends is asked for again.
            return (later, !later.isEmpty || later.next != list.next)
        }
        return .json(later)
    }

    private func decide(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        let submission: DecisionSubmission = try decode(signed.body, of: request)
        guard let id = Identifier.parse(submission.id) else { throw ProtocolError.notFound }
        let answer = try submission.answer(decided: signed.timestamp)
        var isToBeConfirmed = false
        do {
            switch submission.kind {
            case .pairing: isToBeConfirmed = try await decide(id, answer, onPairing: submission, signed)
            case .confirmation: try await decide(id, answer, onConfirmation: submission, signed)
            case .authenticationRequest: try await decide(id, answer, onRequest: submission, signed)
            }
        } catch let refusal as DecisionRefusal {
            throw refusal.protocolError
        }
        return .json(
            .object([
                ("kind", .string(submission.kind.rawValue)), ("id", .string(id)),
                ("decision", .string(submission.decision.rawValue)),
                ("confirmation_pending", isToBeConfirmed ? .boolean(true) : nil),
            ]))
    }

    /// Returns whether another phone of the user has to confirm the pairing.
    private func decide(
        _ id: String, _ answer: DeviceProtocol.Answer, onPairing submission: DecisionSubmission,
        _ signed: SignedDeviceCall
    ) async throws -> Bool {
        let now = core.clock()
        // What belongs to other devices counts as unknown.
        guard let pairing = try await core.store.pairing(id: id), pairing.deviceID == signed.device.id else {
            throw ProtocolError.notFound
        }
        let state = try pairing.deciding(answer, at: now)
        let decision = try submission.verified(pairing.subject(service: signed.service), answer, by: signed.device)
        let lifetime = core.lifetimes.pairing
        let decided = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.record(decision, on: pairing, state: state, now: now, lifetime: lifetime, transaction)
        }
        core.announce(decided)
        return decided.pairing.state == .approved
    }

    private func decide(
        _ id: String, _ answer: DeviceProtocol.Answer, onConfirmation submission: DecisionSubmission,
        _ signed: SignedDeviceCall
    ) async throws {
        let (device, now) = (signed.device, core.clock())
        guard let pairing = try await core.store.pairing(id: id, toBeConfirmedBy: device.id),
            let phone = pairing.newPhone
        else { throw ProtocolError.notFound }
        let needsChallenge = device.alwaysVerifies || phone.needsChallenge
        let state = try pairing.confirming(answer, isChallengeRequired: needsChallenge, at: now)
        let subject = pairing.confirmation(phone, service: signed.service, isChallengeRequired: needsChallenge)
        let decision = try submission.verified(subject, answer, by: device)
        try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.record(decision, onConfirmationOf: pairing, state: state, now: now, transaction)
        }
    }

    private func decide(
        _ id: String, _ answer: DeviceProtocol.Answer, onRequest submission: DecisionSubmission,
        _ signed: SignedDeviceCall
    ) async throws {
        let (newID, now) = (try core.newID(), core.clock())
        guard var request = try await core.store.authenticationRequest(id: id), request.deviceID == signed.device.id
        else { throw ProtocolError.notFound }
        request.alwaysVerifies = signed.device.alwaysVerifies
        let asked = request
        let state = try asked.state(after: .answer(answer), at: now)
        let decision = try submission.verified(asked.subject(service: signed.service), answer, by: signed.device)
        try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.record(decision, on: asked, state: state, newID: newID, now: now, transaction)
        }
    }

    private func automations(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        let (id, now) = (signed.device.id, core.clock())
        let list = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            .success(try Store.automations(deviceID: id, now: now, transaction))
        }
        return .json(.object([("automations", .array(list.map(\.json)))]))
    }

    private func decode<Value: Decodable>(_ body: [UInt8], of request: Request) throws(ProtocolError) -> Value {
        guard request.mediaType == "application/json" else { throw .mediaType }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
    }
}

#endif
