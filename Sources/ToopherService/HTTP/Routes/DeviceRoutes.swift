#if Service

internal import DeviceProtocol
internal import CryptoCore
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
    }

    private func register(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        struct Registration: Decodable {
            var name: String
            var publicKey: String
        }
        try core.rates.register(from: core.origins.origin(peer: context.peer, headers: request.headers))
        let received = try await core.deviceCall(request, context)
        let registration: Registration = try decode(received.call.body, of: request)
        guard let name = DisplayName.normalized(registration.name) else { throw ProtocolError.invalid("name") }
        guard let point = Base64.decodeURL(registration.publicKey), point.count == 65,
            let key = try? P256.PublicKey(x963Representation: point)
        else { throw ProtocolError.invalid("public_key") }
        // The signature proves that the phone has the private key.
        guard received.call.device == DeviceProtocol.newDevice else { throw ProtocolError.deviceNotSigned }
        try await core.verify(received, key: key, owner: registration.publicKey)
        let id = try await core.store.addDevice(
            id: core.newID(), name: name, publicKey: point, now: core.clock())
        return try .json(Representation.Reference(id: id))
    }

    private func offerPhrase(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        struct Offer: Encodable {
            var phrase: String
            var expires: Int64
        }
        let (device, _) = try await core.authenticateDevice(request, context)
        try core.rates.offer(from: core.origins.origin(peer: context.peer, headers: request.headers))
        let now = core.clock()
        let expires = now + core.lifetimes.phrase
        for _ in 0..<16 {
            let phrase = try PairingPhrase.make(core.random)
            if try await core.store.offerPhrase(phrase, deviceID: device.id, expires: expires, now: now) {
                return try .json(Offer(phrase: phrase, expires: expires))
            }
        }
        throw ProtocolError.unavailable
    }

    private func pending(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let (device, _) = try await core.authenticateDevice(request, context)
        let wait = request.uri.queryParameters["wait"].flatMap { Int64($0) } ?? 0
        let limit = min(core.longPoll, .seconds(max(0, min(wait, 60))))
        let list = try await core.changes.wait(
            for: .device(id: device.id), by: .device(id: device.id), atMost: limit, on: context.connection
        ) {
            let now = core.clock()
            let list = PendingList(
                pairings: try await core.store.pendingPairings(deviceID: device.id, now: now).map(PendingItem.init),
                authenticationRequests: try await core.store.pendingRequests(deviceID: device.id, now: now)
                    .map(PendingItem.init))
            return (list, !list.pairings.isEmpty || !list.authenticationRequests.isEmpty)
        }
        return try .json(list)
    }

    private func decide(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        struct Submission: Decodable {
            var kind: DeviceProtocol.Kind
            var id: String
            var decision: DeviceProtocol.Decision
            var signature: String
        }
        struct Receipt: Encodable {
            var kind: DeviceProtocol.Kind
            var id: String
            var decision: DeviceProtocol.Decision
        }
        let (device, body) = try await core.authenticateDevice(request, context)
        let submission: Submission = try decode(body, of: request)
        guard let id = Identifier.parse(submission.id) else { throw ProtocolError.notFound }
        guard let signature = Base64.decodeURL(submission.signature) else { throw ProtocolError.invalid("signature") }
        let now = core.clock()
        let record = try await record(of: submission.kind, id: id, submission.decision, device: device, now: now)
        guard device.publicKey.isValidSignature(signature, for: record.bytesToSign()) else {
            throw ProtocolError(status: 403, "The signature is not over what is pending")
        }
        guard try await core.store.record(.init(record: record, signature: signature), now: now) else {
            throw ProtocolError.alreadyDecided
        }
        core.changes.notify(submission.kind == .pairing ? .pairing(id: id) : .authenticationRequest(id: id))
        return try .json(Receipt(kind: submission.kind, id: id, decision: submission.decision))
    }

    /// Returns what the phone must have shown and signed. What belongs to other devices counts as unknown.
    private func record(
        of kind: DeviceProtocol.Kind, id: String, _ decision: DeviceProtocol.Decision, device: Device, now: Int64
    ) async throws -> DeviceProtocol.DecisionRecord {
        do {
            switch kind {
            case .pairing:
                guard let pairing = try await core.store.pairing(id: id), pairing.deviceID == device.id else {
                    throw ProtocolError.notFound
                }
                _ = try pairing.deciding(decision, at: now)
                return PendingItem(pairing).record(kind, decision, device: device.id)
            case .authenticationRequest:
                guard let request = try await core.store.authenticationRequest(id: id), request.deviceID == device.id
                else { throw ProtocolError.notFound }
                _ = try request.deciding(decision, at: now)
                return PendingItem(request).record(kind, decision, device: device.id)
            }
        } catch let refusal as DecisionRefusal {
            throw refusal.protocolError
        }
    }

    private func decode<Value: Decodable>(_ body: [UInt8], of request: Request) throws(ProtocolError) -> Value {
        guard request.mediaType == "application/json" else { throw .mediaType }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(body))
        } catch {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
    }
}

#endif
