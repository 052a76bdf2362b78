#if Service

internal import WebPush

extension ToopherService {
    /// Returns the public key of the service's push messages, in base64url. The key is created if there is none.
    ///
    /// - Throws: ``ServiceError``.
    public func pushPublicKey() async throws(ServiceError) -> String {
        do {
            return try await core.store.pushKey(now: core.clock()).publicKey
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
