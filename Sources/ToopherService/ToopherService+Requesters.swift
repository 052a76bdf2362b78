#if Service

internal import CryptoCore

extension ToopherService {
    /// Creates a requester. Its secret is returned only this once.
    ///
    /// - Parameter name: The name that phones show.
    public func createRequester(
        name: String
    ) async throws(ServiceError) -> (id: String, name: String, consumerKey: String, consumerSecret: String) {
        do {
            return try await createRequester(name: name, id: try core.newID())
        } catch {
            throw ServiceError(error)
        }
    }

    /// Creates a requester with an id that was made for it.
    ///
    /// - Throws: ``ServiceError/invalidRequesterName``, ``ServiceError/alreadyDone`` if a requester has the id.
    func createRequester(
        name: String, id: String
    ) async throws(ServiceError) -> (id: String, name: String, consumerKey: String, consumerSecret: String) {
        guard let name = DisplayName.normalized(name) else { throw .invalidRequesterName }
        do {
            guard try await core.store.requesterID(id) == nil else { throw ServiceError.alreadyDone }
            let secretID = try core.newID()
            let key = Hex.encode(try core.random(10))
            let secret = try newSecret()
            try await core.store.addRequester(
                id: id, name: name, key: key, secretID: secretID, secret: SecretBytes(utf8: secret), now: core.clock())
            return (id, name, key, secret)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Seals all secrets in the database with the key of another file, which is created if it is missing; returns how many.
    ///
    /// The service cannot be used afterwards: open it with the new key.
    ///
    /// - Throws: ``ServiceError/keyUnavailable(path:reason:)``; ``ServiceError/databaseUnavailable(reason:)`` if something
    ///   else changes requesters or secrets meanwhile: then nothing was changed.
    public func rekey(keyFile path: String) async throws(ServiceError) -> Int {
        do {
            let sealer = try SecretSealer(KeyFile(path: path).readOrCreate(core.random))
            guard sealer.keyCheck != core.store.sealer.keyCheck else {
                throw ServiceError.keyUnavailable(path: path, reason: "it has the key that the database uses already")
            }
            return try await core.store.reseal(with: sealer, now: core.clock())
        } catch is ProtocolError {
            throw .databaseUnavailable(reason: "secrets were changed meanwhile: stop the service, and try again")
        } catch {
            throw ServiceError(error)
        }
    }

    /// Opens every secret in the database with the key; returns how many there are.
    public func checkSecrets() async throws(ServiceError) -> Int {
        do {
            _ = try await core.store.requesters(known: [:])
            return try await core.store.openAllSecrets()
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns a new secret: 64 hexadecimal digits.
    func newSecret() throws -> String { Hex.encode(try core.random(32)) }

    /// Returns all requesters without their secrets, the oldest first.
    public func requesters() async throws(ServiceError) -> [RequesterSummary] {
        do {
            return try await core.store.requesterSummaries()
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
