#if Service

internal import Database
internal import Hummingbird

/// The routes that requesters call about the terminals of their users.
struct TerminalRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/user_terminals/create") { request, context in
            try await create(core.authenticate(request, context))
        }
        router.get("v1/user_terminals/{id}") { request, context in
            try await terminal(context, core.authenticate(request, context))
        }
        router.post("v1/user_terminals/{id}") { request, context in
            try await change(context, core.authenticate(request, context))
        }
    }

    private func create(_ signed: SignedRequest) async throws -> Response {
        let parameters = signed.parameters
        guard let userName = try parameters.userName("user_name") else { throw ProtocolError.missing("user_name") }
        guard let name = try parameters.label("name") ?? parameters.label("terminal_name") else {
            throw ProtocolError.missing("terminal_name")
        }
        let (id, requesterSpecifiedID) = (try core.newID(), try parameters.terminalID())
        let terminal = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.createTerminal(
                id: id, name: name, requesterSpecifiedID: requesterSpecifiedID, userName: userName,
                requesterID: signed.requester.id, transaction)
        }
        return .json(Representation.UserTerminal(terminal: terminal))
    }

    private func terminal(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let id = try context.id()
        let terminal = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            let terminal = try Store.userTerminal(id: id, of: signed.requester.id, transaction)
            return terminal.map { .success($0) } ?? .failure(.notFound)
        }
        return .json(Representation.UserTerminal(terminal: terminal))
    }

    private func change(_ context: ServiceRequestContext, _ signed: SignedRequest) async throws -> Response {
        let (id, parameters) = (try context.id(), signed.parameters)
        let draft = TerminalDraft(
            name: try parameters.label("name") ?? parameters.label("terminal_name"),
            requesterSpecifiedID: try parameters.terminalID())
        guard draft != TerminalDraft() else { throw ProtocolError.missing("name or name_extra") }
        let now = core.clock()
        let terminal = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.change(draft, terminalID: id, of: signed.requester.id, now: now, transaction)
        }
        return .json(Representation.UserTerminal(terminal: terminal))
    }
}

#endif
