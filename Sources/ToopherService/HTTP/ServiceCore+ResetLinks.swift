#if Service

internal import CryptoCore
internal import Database

extension ServiceCore {
    /// Creates a reset link.
    ///
    /// - Parameters:
    ///   - id: The id of the pairing.
    ///   - requesterID: The requester that asks for the link.
    ///   - base: The base URL of the service.
    ///   - nonce: The nonce of a signed request.
    ///   - check: A security question, and its answer in the spelling that is compared.
    func resetLink(
        of id: String, for requesterID: String, base: String, recording nonce: RequestNonce?,
        check: (question: String, answer: String)? = nil
    ) async throws -> (url: String, pairing: Pairing, expires: Int64) {
        let token = try LinkToken.make(random)
        let (digest, now, lifetime) = (try LinkToken.digest(token), clock(), lifetimes.resetLink)
        let stored = try check.map { check throws(CryptoError) in
            (question: check.question, digest: try store.sealer.links.answerDigest(check.answer, owner: digest))
        }
        let pairing = try await store.transaction(recording: nonce) { transaction throws(DatabaseError) in
            try Store.addResetLink(
                tokenDigest: digest, pairingID: id, requesterID: requesterID, check: stored, now: now,
                lifetime: lifetime, transaction)
        }
        return ("\(base)/v1/pairings/\(id)/reset?reset_authorization=\(token)", pairing, now + lifetime)
    }

    /// Creates a reset link, and mails it.
    func mailResetLink(
        of id: String, to address: MailAddress, for requesterID: String, base: String, recording nonce: RequestNonce?
    ) async throws {
        guard let hook = hooks.mail else { throw ProtocolError.noMail }
        let use = MessageRates.Use(requesterID: requesterID, recipient: address.key)
        try rates.send(use, as: .reset)
        do {
            let link = try await resetLink(of: id, for: requesterID, base: base, recording: nonce)
            try hook.send(
                OutgoingMessage(
                    kind: .reset, recipient: address.text, requester: link.pairing.requesterName,
                    user: link.pairing.user.name, link: link.url, expires: link.expires))
        } catch {
            rates.sentNothing(use, as: .reset)
            throw error
        }
    }
}

#endif
