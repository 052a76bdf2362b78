#if Service

internal import CryptoCore
internal import Database
internal import Hummingbird

extension ServiceCore {
    /// Returns the base URL of the service as the client of a request knows it, without a slash at its end and without
    /// `/v1`.
    func base(of request: Request, _ context: ServiceRequestContext) throws -> String {
        let url = try urls.url(of: request, peer: context.peer)
        guard let target = request.head.path, url.hasSuffix(target) else { throw RequestURLError.targetWithoutPath }
        return String(url.dropLast(target.count))
    }

    /// Creates a pending pairing, and the invitation with which a phone takes it.
    ///
    /// - Parameters:
    ///   - isFirst: Whether it is refused to a user who has a second factor.
    ///   - nonce: The nonce of a signed request.
    func invite(
        userName: String, of requesterID: String, isFirst: Bool = false, base: String, recording nonce: RequestNonce?
    ) async throws -> PairingInvitation {
        let (id, newUserID, now, lifetime) = (try newID(), try newID(), clock(), lifetimes.pairing)
        let token = try store.sealer.links.invitationToken(pairingID: id)
        let digest = try LinkToken.digest(token)
        let pairing: Pairing = try await store.transaction(recording: nonce) { transaction throws(DatabaseError) in
            if isFirst, try Store.hasSecondFactor(userName: userName, of: requesterID, transaction) {
                return .failure(.hasSecondFactor)
            }
            return .success(
                try Store.createInvitedPairing(
                    id: id, tokenDigest: digest, requesterID: requesterID, userName: userName, newUserID: newUserID,
                    isFirst: isFirst, now: now, lifetime: lifetime, transaction))
        }
        return PairingInvitation(pairing, token: token, base: base)
    }
}

#endif
