#if Service

internal import CryptoCore
internal import Database
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
        router.post("v1/authentication_requests/{id}/otp_auth") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await judge(signed.parameters.opaque("otp"), context, signed)
        }
        // Of early Ruby clients. A password needs no percent-encoding: it has digits, letters and hyphens.
        router.get("v1/authentication_requests/{id}/otp_auth/{otp}") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await judge(context.parameters.get("otp"), context, signed)
        }
        router.post("v1/authentication_requests/{id}/cancel") { request, context in
            try await cancel(context, core.authenticate(request, context))
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
        let (now, lifetime) = (core.clock(), core.lifetimes.pairing)
        let (newID, newUserID) = (try core.newID(), try core.newID())
        let pairing: Pairing
        do {
            pairing = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
                try Store.createPairing(
                    id: newID, phrase: PairingPhrase.canonical(phrase), requesterID: signed.requester.id,
                    userName: userName, newUserID: newUserID, now: now, lifetime: lifetime, transaction)
            }
        } catch let error as ProtocolError where error == .unknownPhrase {
            throw error
        } catch {
            // A replay or a database that is away is no guess.
            core.rates.guessedRight(by: signed.requester.id)
            throw error
        }
        core.rates.guessedRight(by: signed.requester.id)
        core.announce(pairing)
        return .json(
            Representation.Pairing(pairing, at: now, deviceFingerprint: try await core.fingerprint(of: pairing)))
    }

    private func pairing(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let now = core.clock()
        let first = try await core.store.look(recording: signed.nonce) { connection throws(DatabaseError) in
            let found = try Store.requestedPairing(id: id, connection)
            return { () throws(DatabaseError) in Pairing.found(try found(), by: signed.requester.id) }
        }
        let pairing = try await waiting(
            for: .pairing(id: id), first, pendingUntil: first.pendingUntil(at: now), signed, context
        ) {
            let pairing = try Pairing.found(await core.store.pairing(id: id), by: signed.requester.id).get()
            return (pairing, pairing.pendingUntil(at: core.clock()) == nil)
        }
        return .json(
            Representation.Pairing(
                pairing, at: core.clock(), deviceFingerprint: try await core.fingerprint(of: pairing)))
    }

    private func initiate(_ signed: SignedRequest) async throws -> Response {
        let (now, lifetime, requester) = (core.clock(), core.lifetimes.authenticationRequest, signed.requester)
        let (draft, ids) = (try draft(signed.parameters, requester.policy), try core.newRequestIDs(requester.policy))
        let digest = try draft.digest()
        let mergeKey = draft.isMergeable ? digest : nil
        let sealer = core.store.sealer
        let key = try signed.parameters.identifier("idempotency_key").map { IdempotencyKey(text: $0, digest: digest) }
        let request = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            if let key,
                let earlier = try Store.earlierRequest(of: key, requesterID: requester.id, now: now, transaction)
            {
                return earlier
            }
            let result = try Store.initiate(
                draft, mergeKey: mergeKey, requester: requester, ids: ids, now: now, lifetime: lifetime,
                sealer: sealer, transaction)
            if let key, case .success(let request) = result {
                try Store.remember(key, requestID: request.id, requesterID: requester.id, now: now, transaction)
            }
            return result
        }
        core.announce(request, ifNew: ids.request)
        return .json(Representation.AuthenticationRequest(request, at: now))
    }

    private func judge(
        _ password: String?, _ context: ServiceRequestContext, _ signed: SignedRequest
    ) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        guard let password else { throw ProtocolError.missing("otp") }
        let (now, requesterID, sealer) = (core.clock(), signed.requester.id, core.store.sealer)
        let request = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.judge(
                password, id: id, requesterID: requesterID, now: now, sealer: sealer, transaction)
        }
        return .json(Representation.AuthenticationRequest(request, at: now))
    }

    private func cancel(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let (now, requesterID) = (core.clock(), signed.requester.id)
        let request = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.cancel(id: id, requesterID: requesterID, now: now, transaction)
        }
        return .json(Representation.AuthenticationRequest(request, at: now))
    }

    private func authenticationRequest(
        _ context: ServiceRequestContext, _ signed: SignedRequest
    ) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let now = core.clock()
        let first = try await core.store.look(recording: signed.nonce) { connection throws(DatabaseError) in
            let found = try Store.requestedAuthenticationRequest(id: id, connection)
            return { () throws(DatabaseError) in AuthenticationRequest.found(try found(), by: signed.requester.id) }
        }
        let request = try await waiting(
            for: .authenticationRequest(id: id), first, pendingUntil: first.pendingUntil(at: now), signed, context
        ) {
            let request = try AuthenticationRequest.found(
                await core.store.authenticationRequest(id: id), by: signed.requester.id
            ).get()
            return (request, request.pendingUntil(at: core.clock()) == nil)
        }
        return .json(Representation.AuthenticationRequest(request, at: core.clock()))
    }

    /// Returns a value; with the parameter `wait`, waits until it is no longer pending. See `docs/waiting.md`.
    ///
    /// - Parameters:
    ///   - value: The value that was read.
    ///   - pendingUntil: When the value expires if it is pending; else `nil`.
    ///   - read: Returns the value, and whether it is decided.
    private func waiting<Value: Sendable>(
        for topic: ChangeNotifier.Topic, _ value: Value, pendingUntil: Int64?, _ signed: SignedRequest,
        _ context: ServiceRequestContext, read: () async throws -> (value: Value, isSettled: Bool)
    ) async throws -> Value {
        guard let pendingUntil, let wait = signed.parameters.seconds("wait") else { return value }
        let remaining = Duration.seconds(max(0, pendingUntil - core.clock()))
        return try await core.changes.wait(
            for: topic, by: .requester(id: signed.requester.id), atMost: min(core.longPoll, wait, remaining),
            on: context.connection, read: read)
    }

    private func draft(
        _ parameters: RequestParameters, _ policy: RequesterPolicy
    ) throws(ProtocolError) -> AuthenticationRequestDraft {
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
            requesterSpecifiedID: try parameters.identifier("requester_specified_terminal_id", "terminal_name_extra"),
            actionName: try parameters.label("action_name") ?? Action.defaultName,
            automationAllowed: try parameters.flag("automation_allowed", default: true),
            challengeRequired: try parameters.flag("challenge_required", default: false) || policy.alwaysChallenges,
            showsNumber: try parameters.flag("shows_match_number", default: false),
            oneTimePassword: try parameters.opaque("otp"))
    }
}

#endif
