#if Service

internal import Database

extension ServiceCore {
    /// Looks up a requester by its consumer key.
    func requester(consumerKey: String) async throws -> Requester? {
        let store = store
        return try await caches.requesters.requester(consumerKey: consumerKey) {
            try await store.requesters(known: $0)
        }
    }

    /// Looks up a requester by its id; returns `nil` if it may not call the service, so that its open pages end too.
    func requester(id: String) async throws -> Requester? {
        let store = store
        let found = try await caches.requesters.requester(id: id) { try await store.requesters(known: $0) }
        return found?.state == .active ? found : nil
    }

    /// Reads all requesters again: with SQLite, nobody tells of what another process has changed.
    func reloadRequesters() async throws {
        let store = store
        try await caches.requesters.reload { try await store.requesters(known: $0) }
    }

    /// Looks up a device.
    func device(id: String) async throws -> Device? {
        try await caches.devices.value(id) { try await store.device(id: id) }
    }
}

#endif
