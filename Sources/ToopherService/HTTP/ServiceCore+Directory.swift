#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

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

    /// Looks up an integration, and the requester that it belongs to.
    func integration(key: String) async throws -> (requester: Requester, integration: Integration)? {
        let store = store
        return try await caches.requesters.integration(key: key) { try await store.requesters(known: $0) }
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

    /// Returns what a device has to decide.
    func pending(deviceID: String, service: String) async throws -> PendingList {
        // Nothing removes a device.
        guard let device = try await device(id: deviceID) else { throw ProtocolError.notFound }
        return try await store.pending(device: device, service: service, now: clock())
    }

    /// Returns the words of the phone that has a pairing to decide on; `nil` if none has.
    ///
    /// A person compares them with those on the phone before the pairing is approved, not later.
    func fingerprint(of pairing: Pairing) async throws -> String? {
        guard [.pending, .approved].contains(pairing.state), let id = pairing.deviceID,
            let device = try await device(id: id)
        else {
            return nil
        }
        return try DeviceFingerprint.words(x963: device.publicKey.x963Representation)
    }
}

#endif
