#if Service

internal import Database
internal import Hummingbird

/// What the page of a user's phones shows besides: standing answers, and backup codes.
struct PageAccountRoutes: Sendable {
    private let core: ServiceCore
    private let calls: PageCallReader

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
        calls = PageCallReader(core: core)
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        let routes: [(String, @Sendable (PageCall) async throws -> JSONFragment)] = [
            ("automations", automations), ("end_automation", endAutomation), ("backup_codes", makeBackupCodes),
        ]
        for (name, body) in routes {
            router.post(RouterPath("v1/web/account/\(name)")) { request, context in
                let call = try await calls.call(request, context)
                try call.requireManagement()
                return Response.json(try await body(call))
            }
        }
    }

    private func automations(_ call: PageCall) async throws -> JSONFragment {
        let (session, now) = (call.session, core.clock())
        let automations = try await core.store.database.read { connection throws(DatabaseError) in
            try Store.automations(userName: session.userName, of: session.requesterID, now: now, connection)
        }
        return .object([("automations", .array(automations.map(\.json)))])
    }

    private func endAutomation(_ call: PageCall) async throws -> JSONFragment {
        guard let id = call.fields.text("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let (session, now) = (call.session, core.clock())
        try await core.store.transaction(recording: nil) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            let isEnded = try Store.endAutomation(
                id: id, userName: session.userName, of: session.requesterID, by: .page, now: now, transaction)
            return isEnded ? .success(()) : .failure(.notFound)
        }
        return try await automations(call)
    }

    private func makeBackupCodes(_ call: PageCall) async throws -> JSONFragment {
        let codes = try await core.newBackupCodes(
            userName: call.session.userName, of: call.session.requesterID, creatingUser: false, recording: nil)
        return .object([("codes", .array(codes.map { .string($0) }))])
    }
}

#endif
