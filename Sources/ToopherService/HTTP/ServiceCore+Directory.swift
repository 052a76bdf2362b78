#if Service

internal import Database

extension ServiceCore {
    /// Looks up a requester by its consumer key.
    func requester(consumerKey: String) async throws -> RequesterDirectory.Entry? {
        let store = store
        return try await caches.requesters.entry(consumerKey: consumerKey) {
            try await store.requesterEntries(known: $0)
        }
    }

    /// Looks up a requester by its id.
    func requester(id: String) async throws -> Requester? {
        let store = store
        return try await caches.requesters.entry(id: id) { try await store.requesterEntries(known: $0) }?.requester
    }

    /// Looks up a device.
    func device(id: String) async throws -> Device? {
        try await caches.devices.value(id) { try await store.device(id: id) }
    }
}

#endif
