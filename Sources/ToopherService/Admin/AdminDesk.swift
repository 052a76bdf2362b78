#if Service

internal import Database

/// Makes the changes of the operator's desk.
struct AdminDesk: Sendable {
    let service: ToopherService

    /// Makes a change.
    ///
    /// - Throws: ``ServiceError``; ``ProtocolError`` for what is not there or cannot be changed any more.
    func make(_ change: AdminChange) async throws -> AdminOutcome {
        switch change {
        case .createRequester(let name, let id):
            guard let id = Identifier.parse(id) else { throw ProtocolError.notFound }
            let created = try await service.createRequester(name: name, id: id)
            return AdminOutcome(
                page: page(requester: id),
                credentials: .init(key: created.consumerKey, secret: created.consumerSecret))
        case .rotateSecret(let hours, let id, let secretID):
            guard let secretID = Identifier.parse(secretID) else { throw ProtocolError.notFound }
            let rotated = try await service.rotateSecret(of: id, overlap: 3600 * hours, secretID: secretID)
            return AdminOutcome(
                page: page(requester: id),
                credentials: .init(
                    key: rotated.consumerKey, secret: rotated.consumerSecret, previousEnds: rotated.previousEnds))
        default:
            let (undo, page) = try await makePlain(change)
            return AdminOutcome(undo: undo, page: page)
        }
    }

    /// Makes a change that shows nothing.
    private func makePlain(_ change: AdminChange) async throws -> (undo: AdminChange?, page: String) {
        let (store, now) = (service.core.store, service.core.clock())
        switch change {
        case .createRequester, .rotateSecret: throw ProtocolError.notFound
        case .setState(let state, let id):
            try await service.setState(state, of: id)
            return (.setState(state == .active ? .suspended : .active, requester: id), page(requester: id))
        case .addOrigin(let origin, let id):
            let known = try await service.origins(of: id)
            let added = try await service.addOrigin(origin, of: id)
            // What was there before stays there.
            return (known.contains(added) ? nil : .removeOrigin(added, requester: id), page(requester: id))
        case .removeOrigin(let origin, let id):
            try await service.removeOrigin(origin, of: id)
            return (.addOrigin(origin, requester: id), page(requester: id))
        case .setPolicy(let policy, let value, let id):
            guard let before = try await service.requesters().first(where: { $0.id == id })?.policy else {
                throw ServiceError.unknownRequester
            }
            _ = try await service.setPolicy(of: id) { policy.set(value, in: &$0) }
            return (.setPolicy(policy, policy.value(in: before), requester: id), page(requester: id))
        case .setUser(let isEnabled, let id):
            try await service.setEnabled(isEnabled, user: id)
            return (.setUser(isEnabled: !isEnabled, user: id), page(user: id))
        case .confirmPairing(let id):
            try await service.confirmPairing(id)
            return (.endPairing(id), try await page(userOfPairing: id))
        case .endPairing(let id):
            guard let pairing = try await store.pairing(id: id), pairing.state != .deactivated else {
                throw ProtocolError.notFound
            }
            try await service.endPairing(id)
            return (nil, page(user: pairing.user.id))
        case .endAutomation(let ids):
            let parts = ids.split(separator: " ").map(String.init)
            guard parts.count == 2, let (user, requesterID) = try await store.adminUser(id: parts[1]),
                try await store.adminEndAutomation(id: parts[0], userName: user.name, of: requesterID, now: now)
            else { throw ProtocolError.notFound }
            return (nil, page(user: user.id))
        case .cancelRequest(let id):
            guard let request = try await store.authenticationRequest(id: id) else { throw ProtocolError.notFound }
            guard request.status(at: now).isPending else { throw ProtocolError.alreadyDecided }
            let requesterID = request.requesterID
            let after = try await store.transaction(recording: nil) { transaction throws(DatabaseError) in
                try Store.cancel(id: id, requesterID: requesterID, now: now, transaction)
            }
            guard after.state == .cancelled else { throw ProtocolError.alreadyDecided }
            return (nil, "/admin/pending")
        }
    }

    private func page(requester id: String) -> String { "/admin/requester?id=\(id)" }

    private func page(userOfPairing id: String) async throws -> String {
        guard let pairing = try await service.core.store.pairing(id: id) else { throw ProtocolError.notFound }
        return page(user: pairing.user.id)
    }

    private func page(user id: String) -> String { "/admin/user?id=\(id)" }
}

#endif
