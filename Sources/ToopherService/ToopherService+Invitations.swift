#if Service

extension ToopherService {
    /// Returns the address of the phone's app with which a phone pairs with a user, who is created if there is none.
    ///
    /// Whoever opens it first pairs in the user's name: hand it to that user only.
    ///
    /// - Parameters:
    ///   - requester: The requester's id or consumer key.
    ///   - baseURL: The base URL of the service, which ends in `/v1/`.
    /// - Throws: ``ServiceError/unknownRequester``
    public func invitationLink(
        userName: String, of requester: String, baseURL: String
    ) async throws(ServiceError) -> String {
        do {
            guard let id = try await core.store.requesterID(requester) else { throw ServiceError.unknownRequester }
            let base = String(baseURL.dropLast("/v1/".utf8.count))
            let invitation = try await core.invite(userName: userName, of: id, base: base, recording: nil)
            return "\(base)/phone/#pair=\(invitation.token)"
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
