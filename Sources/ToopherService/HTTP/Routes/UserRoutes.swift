#if Service

internal import Database
internal import Hummingbird

/// The routes that requesters call about their users.
struct UserRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/users/create") { request, context in
            try await create(core.authenticate(request, context))
        }
        router.post("v1/users/reset") { request, context in
            try await reset(core.authenticate(request, context))
        }
        router.get("v1/users") { request, context in
            try await list(core.authenticate(request, context))
        }
        router.get("v1/users/{id}") { request, context in
            try await user(context, core.authenticate(request, context))
        }
        router.post("v1/users/{id}") { request, context in
            try await change(context, core.authenticate(request, context))
        }
        router.get("v1/users/{id}/pairings") { request, context in
            try await pairings(context, core.authenticate(request, context))
        }
    }

    /// Creates a user. One who has the name already is returned: a pairing may have created the user before, and a client
    /// whose response was lost sends the request again. No library tells the two apart.
    private func create(_ signed: SignedRequest) async throws -> Response {
        guard let name = try signed.parameters.userName("name") ?? signed.parameters.userName("user_name") else {
            throw ProtocolError.missing("name")
        }
        let (id, now) = (try core.newID(), core.clock())
        let user = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            .success(try Store.user(named: name, of: signed.requester.id, newID: id, now: now, transaction))
        }
        return .json(Representation.User(user: user))
    }

    private func list(_ signed: SignedRequest) async throws -> Response {
        let name = try signed.parameters.userName("name") ?? signed.parameters.userName("user_name")
        let page = try signed.parameters.page()
        let users = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            guard let name else { return .success(try Store.users(of: signed.requester.id, page, transaction)) }
            let user = try Store.user(named: name, of: signed.requester.id, transaction)
            return .success(user.map { [$0] } ?? [])
        }
        return .json(.array(users.map { Representation.User(user: $0).json }))
    }

    private func user(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let id = try context.id()
        let user = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            let user = try Store.user(id: id, of: signed.requester.id, transaction)
            return user.map { .success($0) } ?? .failure(.notFound)
        }
        return .json(Representation.User(user: user))
    }

    private func change(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let id = try context.id()
        let (change, now) = (try userChange(signed.parameters), core.clock())
        let user = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.change(
                change, userID: id, of: signed.requester.id, by: .requester, now: now, transaction)
        }
        return .json(Representation.User(user: user))
    }

    private func userChange(_ parameters: RequestParameters) throws(ProtocolError) -> UserChange {
        var change = UserChange(
            name: try parameters.userName("name"), isEnabled: try parameters.flag("toopher_authentication_enabled"))
        // The opposite, of version 1.
        if let isDisabled = try parameters.flag("disable_toopher_auth") {
            guard change.isEnabled != isDisabled else { throw .invalid("disable_toopher_auth") }
            change.isEnabled = !isDisabled
        }
        guard !change.isEmpty else { throw .missing("toopher_authentication_enabled, disable_toopher_auth or name") }
        return change
    }

    private func reset(_ signed: SignedRequest) async throws -> Response {
        guard let name = try signed.parameters.userName("user_name") ?? signed.parameters.userName("name") else {
            throw ProtocolError.missing("user_name")
        }
        let now = core.clock()
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.resetUser(named: name, of: signed.requester.id, now: now, transaction)
        }
        return .json(.object([]))
    }

    private func pairings(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let id = try context.id()
        let (isDeactivated, page) = (try signed.parameters.flag("deactivated"), try signed.parameters.page())
        let pairings = try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<[Pairing], ProtocolError> in
            guard try Store.user(id: id, of: signed.requester.id, transaction) != nil else {
                return .failure(.notFound)
            }
            return .success(
                try Store.pairings(userID: id, isDeactivated: isDeactivated, page, transaction))
        }
        let now = core.clock()
        return .json(.array(pairings.map { Representation.Pairing($0, at: now).json }))
    }
}

#endif
