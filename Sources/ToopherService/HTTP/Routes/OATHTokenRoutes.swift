#if Service

internal import CryptoCore
internal import Database
internal import Hummingbird

/// The routes for hard tokens: `oath_otp_validators`, and in the singular, which the documentation had.
struct OATHTokenRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        for name in ["oath_otp_validators", "oath_otp_validator"] {
            addTokens("v1/\(name)", to: router)
            for users in ["v1/users", "v1/users/{id}"] { addTokensOfUser("\(users)/\(name)", to: router) }
        }
    }

    private func addTokens(_ path: String, to router: Router<ServiceRequestContext>) {
        router.post(RouterPath(path + "/provision")) { request, context in
            try await provision(core.authenticate(request, context))
        }
        router.post(RouterPath(path + "/bulk_provision")) { request, context in
            try await provisionAll(core.authenticate(request, context))
        }
        for path in [path, path + "/{id}"] {
            router.get(RouterPath(path)) { request, context in
                try await token(context, core.authenticate(request, context))
            }
            router.post(RouterPath(path)) { request, context in
                try await token(context, core.authenticate(request, context))
            }
            router.post(RouterPath(path + "/resync")) { request, context in
                try await resynchronize(context, core.authenticate(request, context))
            }
            router.post(RouterPath(path + "/deactivate")) { request, context in
                try await deactivate(context, core.authenticate(request, context))
            }
        }
    }

    private func addTokensOfUser(_ path: String, to router: Router<ServiceRequestContext>) {
        router.get(RouterPath(path)) { request, context in
            try await tokens(context, core.authenticate(request, context))
        }
        router.post(RouterPath(path + "/associate")) { request, context in
            try await associate(context, core.authenticate(request, context))
        }
        router.post(RouterPath(path + "/dissociate")) { request, context in
            try await dissociate(context, core.authenticate(request, context))
        }
    }
}

extension OATHTokenRoutes {
    private func provision(_ signed: SignedRequest) async throws -> Response {
        let token = try prepare(signed.parameters.tokenDraft())
        let (now, sealer) = (core.clock(), core.store.sealer)
        let tokens = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.provision([token], requesterID: signed.requester.id, now: now, sealer: sealer, transaction)
                .mapError { $0.protocolError(isInList: false) }
        }
        return .json(OATHTokenRepresentation(token: tokens[0]))
    }

    private func provisionAll(_ signed: SignedRequest) async throws -> Response {
        let prepared = try signed.parameters.tokenDrafts().map(prepare)
        let (now, sealer) = (core.clock(), core.store.sealer)
        let tokens = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.provision(prepared, requesterID: signed.requester.id, now: now, sealer: sealer, transaction)
                .mapError { $0.protocolError(isInList: true) }
        }
        return .json(OATHTokenRepresentation.list(tokens))
    }

    private func token(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let reference = try signed.parameters.tokenReference(pathID: context.parameters.get("id"))
        let token = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Self.token(reference, signed, transaction)
        }
        return .json(OATHTokenRepresentation(token: token))
    }

    private func tokens(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let reference = try signed.parameters.userReference(pathID: context.parameters.get("id"))
        let tokens = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            switch try Store.user(reference, of: signed.requester.id, transaction) {
            case .success(let user): .success(try Store.storedTokens(userID: user.id, transaction).map(\.token))
            case .failure(let refusal): .failure(refusal)
            }
        }
        return .json(OATHTokenRepresentation.list(tokens))
    }

    private func associate(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let parameters = signed.parameters
        let userReference = try parameters.userReference(pathID: context.parameters.get("id"))
        // With a secret the token is provisioned too.
        let prepared = parameters.text("secret") == nil ? nil : try prepare(parameters.tokenDraft())
        let reference = prepared == nil ? try parameters.tokenReference(pathID: nil) : nil
        let (now, sealer) = (core.clock(), core.store.sealer)
        let token = try await core.store.transaction(recording: signed.nonce) {
            transaction throws(DatabaseError) -> Result<OATHToken, ProtocolError> in
            let user: User
            switch try Store.user(userReference, of: signed.requester.id, transaction) {
            case .success(let found): user = found
            case .failure(let refusal): return .failure(refusal)
            }
            let token: Result<OATHToken, ProtocolError>
            if let prepared {
                token = try Store.provision(
                    [prepared], requesterID: signed.requester.id, now: now, sealer: sealer, transaction
                ).map { $0[0] }.mapError { $0.protocolError(isInList: false) }
            } else if let reference {
                token = try Self.token(reference, signed, transaction)
            } else {
                token = .failure(.notFound)
            }
            switch token {
            case .success(let token): return try Store.associate(token, userID: user.id, now: now, transaction)
            case .failure(let refusal): return .failure(refusal)
            }
        }
        return .json(OATHTokenRepresentation(token: token))
    }

    private func dissociate(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let userReference = try signed.parameters.userReference(pathID: context.parameters.get("id"))
        let reference = try signed.parameters.tokenReference(pathID: nil)
        let now = core.clock()
        try await core.store.transaction(recording: signed.nonce) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            switch (
                try Store.user(userReference, of: signed.requester.id, transaction),
                try Self.token(reference, signed, transaction)
            ) {
            case (.success(let user), .success(let token)):
                return .success(try Store.dissociate(token, userID: user.id, now: now, transaction))
            case (.failure(let refusal), _), (_, .failure(let refusal)):
                return .failure(refusal)
            }
        }
        return .json(.object([]))
    }

    private func deactivate(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let reference = try signed.parameters.tokenReference(pathID: context.parameters.get("id"))
        let now = core.clock()
        let token = try await core.store.transaction(recording: signed.nonce) {
            transaction throws(DatabaseError) -> Result<OATHToken, ProtocolError> in
            switch try Self.token(reference, signed, transaction) {
            case .success(let token): .success(try Store.deactivate(token, by: .requester, now: now, transaction))
            case .failure(let refusal): .failure(refusal)
            }
        }
        return .json(OATHTokenRepresentation(token: token))
    }

    /// Moves a token to where its passwords show that it is.
    ///
    /// The search takes milliseconds, for which no transaction waits. What it found counts only if the guess is permitted and
    /// the token has not moved meanwhile.
    private func resynchronize(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let reference = try signed.parameters.tokenReference(pathID: context.parameters.get("id"))
        guard let text = signed.parameters.text("otp_sequence") else { throw ProtocolError.missing("otp_sequence") }
        guard let stored = try await core.store.storedToken(reference, of: signed.requester.id) else {
            throw ProtocolError.notFound
        }
        let (token, now) = (stored.token, core.clock())
        guard token.isActive else { throw ProtocolError.tokenDeactivated }
        guard let sequence = TypedPassword.sequence(text, digits: token.settings.digits) else {
            throw ProtocolError.invalid("otp_sequence")
        }
        let secret = try SealedColumn.oathTokens.open(stored.sealedSecret, id: token.id, core.store.sealer)
        let key = try HMACKey(token.settings.algorithm.hash, key: secret)
        let position = try token.position.resynchronized(by: sequence, of: token.settings, key: key, at: now)
        let moved = try await core.store.transaction(recording: signed.nonce) {
            transaction throws(DatabaseError) -> Result<OATHToken, ProtocolError> in
            if let until = try Store.countGuess(at: token.id, now: now, transaction) {
                return .failure(.tooManyRequests(retryAfter: until - now))
            }
            guard let position, try Store.move(token, to: position, now: now, transaction) else {
                return .failure(.notResynchronized)
            }
            try Store.endGuesses(at: token.id, transaction)
            try Store.record(.tokenResynchronized(token), now: now, transaction)
            var moved = token
            moved.position = position
            moved.modified = now
            return .success(moved)
        }
        return .json(OATHTokenRepresentation(token: moved))
    }

    private func prepare(_ draft: OATHTokenDraft) throws(CryptoError) -> PreparedOATHToken {
        try PreparedOATHToken(draft, id: core.newID(), sealer: core.store.sealer)
    }

    private static func token(
        _ reference: OATHTokenReference, _ signed: SignedRequest, _ connection: Connection
    ) throws(DatabaseError) -> Result<OATHToken, ProtocolError> {
        try Store.storedToken(reference, of: signed.requester.id, connection).map { .success($0.token) }
            ?? .failure(.notFound)
    }
}

#endif
