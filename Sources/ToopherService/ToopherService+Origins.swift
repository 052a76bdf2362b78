#if Service

internal import Database

extension ToopherService {
    /// Lets a site show the pages of a requester in frames, and get answers in the URL.
    ///
    /// - Parameters:
    ///   - origin: Scheme, host and port, as in `https://shop.example.com`.
    ///   - requester: The requester's id or consumer key.
    /// - Returns: The origin as browsers spell it.
    /// - Throws: ``ServiceError/invalidOrigin(reason:)``, ``ServiceError/tooManyOrigins``,
    ///   ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    @discardableResult
    public func addOrigin(_ origin: String, of requester: String) async throws(ServiceError) -> String {
        let origin = try Self.canonicalOrigin(origin)
        do {
            let changed = try await core.store.addOrigin(origin, of: requester, now: core.clock())
            guard try Self.value(of: changed) else { throw ServiceError.tooManyOrigins }
            return origin
        } catch {
            throw ServiceError(error)
        }
    }

    /// Takes from a site what ``addOrigin(_:of:)`` has given it.
    ///
    /// - Throws: ``ServiceError/invalidOrigin(reason:)``, ``ServiceError/unknownOrigin``,
    ///   ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func removeOrigin(_ origin: String, of requester: String) async throws(ServiceError) {
        let origin = try Self.canonicalOrigin(origin)
        do {
            let changed = try await core.store.removeOrigin(origin, of: requester, now: core.clock())
            guard try Self.value(of: changed) else { throw ServiceError.unknownOrigin }
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns the origins of a requester.
    ///
    /// - Parameter requester: The requester's id or consumer key.
    /// - Throws: ``ServiceError/unknownRequester``
    public func origins(of requester: String) async throws(ServiceError) -> [String] {
        do {
            guard let id = try await core.store.requesterID(requester) else { throw ServiceError.unknownRequester }
            return try await core.store.database.read { connection throws(DatabaseError) in
                try Store.origins(of: id, connection)
            }
        } catch {
            throw ServiceError(error)
        }
    }

    private static func canonicalOrigin(_ text: String) throws(ServiceError) -> String {
        do throws(WebOrigin.Problem) {
            return try WebOrigin.canonical(text)
        } catch {
            throw .invalidOrigin(reason: error.reason)
        }
    }
}

#endif
