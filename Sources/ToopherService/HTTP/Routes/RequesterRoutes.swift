#if Service

internal import CryptoCore
internal import DeviceProtocol
internal import Hummingbird
internal import Logging

/// The routes that requesters call: pairings and authentication requests.
struct RequesterRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/pairings/create") { request, context in
            try await createPairing(core.authenticate(request, context))
        }
        router.get("v1/pairings/{id}") { request, context in
            try await pairing(context, core.authenticate(request, context))
        }
        router.post("v1/authentication_requests/initiate") { request, context in
            try await initiate(core.authenticate(request, context))
        }
        router.get("v1/authentication_requests/{id}") { request, context in
            try await authenticationRequest(context, core.authenticate(request, context))
        }
    }

    private func createPairing(_ signed: SignedRequest) async throws -> Response {
        let parameters = signed.parameters
        guard let phrase = try parameters.opaque("pairing_phrase", "pairing_token") else {
            throw ProtocolError.missing("pairing_phrase")
        }
        guard let userName = try parameters.userName("user_name") else { throw ProtocolError.missing("user_name") }
        try core.rates.guess(by: signed.requester.id)
        let now = core.clock()
        let pairing = try await core.store.createPairing(
            id: core.newID(), phrase: PairingPhrase.canonical(phrase), requesterID: signed.requester.id,
            userName: userName, newUserID: core.newID(), now: now, lifetime: core.lifetimes.pairing)
        guard let pairing else { throw ProtocolError.unknownPhrase }
        core.rates.guessedRight(by: signed.requester.id)
        core.changes.notify(.device(id: pairing.deviceID))
        let device = try await core.store.device(id: pairing.deviceID)
        let fingerprint = try device.map { try DeviceFingerprint.words(x963: $0.publicKey.x963Representation) }
        return try .json(Representation.Pairing(pairing, at: now, deviceFingerprint: fingerprint))
    }

    private func pairing(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let pairing = try await waiting(for: .pairing(id: id), signed, context) {
            guard let pairing = try await core.store.pairing(id: id) else { throw ProtocolError.notFound }
            guard pairing.requesterID == signed.requester.id else { throw ProtocolError.otherRequester }
            let isPending = pairing.status(at: core.clock()) == .pending
            return (pairing, isPending ? pairing.expires : nil)
        }
        return try .json(Representation.Pairing(pairing, at: core.clock()))
    }

    private func initiate(_ signed: SignedRequest) async throws -> Response {
        let now = core.clock()
        let result = try await core.store.initiate(
            draft(signed.parameters), requesterID: signed.requester.id, ids: core.newRequestIDs(), now: now,
            lifetime: core.lifetimes.authenticationRequest)
        let request = try result.get()
        core.changes.notify(.device(id: request.deviceID))
        return try .json(Representation.AuthenticationRequest(request, at: now))
    }

    private func authenticationRequest(
        _ context: ServiceRequestContext, _ signed: SignedRequest
    ) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let request = try await waiting(for: .authenticationRequest(id: id), signed, context) {
            guard let request = try await core.store.authenticationRequest(id: id) else { throw ProtocolError.notFound }
            guard request.requesterID == signed.requester.id else { throw ProtocolError.otherRequester }
            let isPending = request.status(at: core.clock()).isPending
            return (request, isPending ? request.expires : nil)
        }
        return try .json(Representation.AuthenticationRequest(request, at: core.clock()))
    }

    /// Reads a value; with the parameter `wait`, waits until it is no longer pending. See `docs/waiting.md`.
    ///
    /// - Parameter read: Returns the value and, if it is pending, when it expires.
    private func waiting<Value: Sendable>(
        for topic: ChangeNotifier.Topic, _ signed: SignedRequest, _ context: ServiceRequestContext,
        read: () async throws -> (value: Value, pendingUntil: Int64?)
    ) async throws -> Value {
        let (value, pendingUntil) = try await read()
        guard let pendingUntil, let wait = signed.parameters.seconds("wait") else { return value }
        let remaining = Duration.seconds(max(0, pendingUntil - core.clock()))
        return try await core.changes.wait(
            for: topic, by: .requester(id: signed.requester.id), atMost: min(core.longPoll, wait, remaining),
            on: context.connection
        ) {
            let (value, pendingUntil) = try await read()
            return (value, pendingUntil == nil)
        }
    }

    private func draft(_ parameters: RequestParameters) throws(ProtocolError) -> AuthenticationRequestDraft {
        let subject: AuthenticationRequestDraft.Subject
        if let id = parameters.text("pairing_id") {
            subject = .pairing(id: Identifier.parse(id) ?? "")
        } else if let name = try parameters.userName("user_name") {
            subject = .user(name: name)
        } else {
            throw .missing("pairing_id or user_name")
        }
        return AuthenticationRequestDraft(
            subject: subject, terminalName: try parameters.label("terminal_name"),
            requesterSpecifiedID: try parameters.opaque("requester_specified_terminal_id", "terminal_name_extra"),
            actionName: try parameters.label("action_name") ?? Action.defaultName,
            automationAllowed: try parameters.flag("automation_allowed", default: true),
            challengeRequired: try parameters.flag("challenge_required", default: false))
    }
}

#endif
