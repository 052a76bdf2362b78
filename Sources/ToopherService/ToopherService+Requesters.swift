#if Service

internal import CryptoCore

extension ToopherService {
    /// Makes a requester. This is the only time that its secret is shown.
    ///
    /// - Parameter name: what phones show of it.
    public func createRequester(
        name: String
    ) async throws(ServiceError) -> (id: String, name: String, consumerKey: String, consumerSecret: String) {
        guard DisplayName.isAcceptable(name) else { throw .invalidRequesterName }
        do {
            let id = try core.newID()
            let key = Hex.encode(try core.random(10))
            let secret = Hex.encode(try core.random(32))
            try await core.store.addRequester(id: id, name: name, key: key, secret: secret, now: core.clock())
            return (id, name, key, secret)
        } catch {
            throw ServiceError(error)
        }
    }

    /// All requesters, oldest first, without their secrets.
    public func requesters() async throws(ServiceError) -> [RequesterSummary] {
        do {
            return try await core.store.requesterSummaries()
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
