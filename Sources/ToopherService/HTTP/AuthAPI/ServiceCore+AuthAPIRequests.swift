#if Service

internal import Database

extension ServiceCore {
    /// Asks a user; returns the request, or why the user cannot be asked.
    func ask(
        _ question: AuthAPIQuestion, _ call: AuthAPICall
    ) async throws -> Result<AuthenticationRequest, AuthAPIRefusal> {
        let user: AuthAPIUser
        switch try await standing(of: question.user, call.requester) {
        case .asked(let found): user = found
        case .unenrolled: return .failure(AuthAPIRefusal(text: "No phone is paired with this user"))
        case .refused(let text): return .failure(AuthAPIRefusal(text: text))
        }
        var subject = AuthenticationRequestDraft.Subject.user(name: user.user.name)
        switch question.factor {
        case .unavailable:
            return .failure(AuthAPIRefusal(text: "This service sends no text messages and makes no calls"))
        case .push(let phone):
            guard let pairing = user.pairing(phone) else {
                return .failure(AuthAPIRefusal(text: "No such phone is paired with this user: type a passcode"))
            }
            if phone != .any { subject = .pairing(id: pairing.id) }
        case .passcode: break
        }
        let (requester, integration, sealer, now) = (call.requester, call.integration, store.sealer, clock())
        let draft = try call.parameters.draft(subject, question, integration, requester.policy)
        let ids = try newRequestIDs(requester.policy)
        let (digest, nonce, isAwaited) = (call.digest, call.nonce, !question.isAsynchronous)
        let promptDigest = try promptDigest(user.user.id, call)
        let lifetime = min(lifetimes.authenticationRequest, AuthAPITimes.push)
        do {
            let request: AuthenticationRequest = try await store.transaction(recording: nil) {
                transaction throws(DatabaseError) in
                try Store.initiate(
                    draft, digest: digest, promptDigest: promptDigest, of: integration, nonce: nonce,
                    isAwaited: isAwaited, requester: requester,
                    ids: ids, now: now, lifetime: lifetime, sealer: sealer, transaction)
            }
            announce(request, ifNew: ids.request)
            return .success(request)
        } catch let error as ProtocolError where error.status == 409 {
            return .failure(AuthAPIRefusal(text: error.message))
        }
    }

    /// Waits for the decision on a request, and ends it if there is none.
    ///
    /// If the connection ends first, the same call may be sent again, and gets this request.
    func settle(
        _ request: AuthenticationRequest, _ call: AuthAPICall, on connection: ClientConnection?
    ) async throws -> AuthAPIAnswer {
        let latest = try await wait(for: request, call, atMost: .seconds(AuthAPITimes.push), on: connection)
        let answer = AuthAPIAnswer(latest, at: clock())
        guard !answer.isFinal else { return answer }
        if connection?.isEnded == true {
            try await store.release(integrationRequest: request.id, now: clock())
            return AuthAPIAnswer(denied: answer.text)
        }
        return try await cancel(request)
    }

    /// Returns the state of a request that an integration asks for, after a while if nothing has changed; `nil` if the
    /// integration has no such request.
    ///
    /// The first answer comes at once, since it says what to do on the phone. An answer that is not final is given a limited
    /// number of times.
    func poll(_ id: String, _ call: AuthAPICall, on connection: ClientConnection?) async throws -> AuthAPIAnswer? {
        guard let count = try await store.countPoll(of: id, by: call.integration.key),
            let request = try await store.authenticationRequest(id: id)
        else { return nil }
        let mayWait = count > 1 && count < AuthAPITimes.maximumPolls
        let latest =
            mayWait
            ? try await wait(for: request, call, atMost: min(longPoll, AuthAPITimes.hold), on: connection) : request
        let answer = AuthAPIAnswer(latest, at: clock())
        return answer.isFinal || count < AuthAPITimes.maximumPolls ? answer : try await cancel(request)
    }

    private func wait(
        for request: AuthenticationRequest, _ call: AuthAPICall, atMost limit: Duration,
        on connection: ClientConnection?
    ) async throws -> AuthenticationRequest {
        guard let end = request.pendingUntil(at: clock()) else { return request }
        return try await changes.wait(
            for: .authenticationRequest(id: request.id), by: .requester(id: call.requester.id),
            atMost: min(limit, .seconds(max(0, end - clock()))), on: connection
        ) {
            let latest = try await store.authenticationRequest(id: request.id) ?? request
            return (latest, latest.pendingUntil(at: clock()) == nil)
        }
    }

    private func cancel(_ request: AuthenticationRequest) async throws -> AuthAPIAnswer {
        let now = clock()
        let ended: AuthenticationRequest = try await store.transaction(recording: nil) {
            transaction throws(DatabaseError) in
            try Store.cancel(id: request.id, requesterID: request.requesterID, now: now, transaction)
        }
        let answer = AuthAPIAnswer(ended, at: now)
        // Decided or not: what is not an `allow` by now is a `deny`.
        return answer.isFinal ? answer : AuthAPIAnswer(denied: answer.text)
    }
}

#endif
