#if Service

internal import CryptoCore
internal import WebSyntax

extension ToopherService {
    /// Gives a requester an endpoint that is told what happens, or another one in place of the one that it has.
    ///
    /// - Parameters:
    ///   - url: An absolute `https` URL without user information and fragment. Plain `http` is only sent to by a service with
    ///     a ``WebhookException`` for its host and port.
    ///   - requester: The requester's id or consumer key.
    /// - Returns: The secret of a first endpoint, which is shown only this once. A second one has the secret of the first.
    /// - Throws: ``ServiceError/invalidWebhookURL(reason:)``, ``ServiceError/unknownRequester``,
    ///   ``ServiceError/requesterDeleted``.
    public func setWebhook(_ url: String, of requester: String) async throws(ServiceError) -> String? {
        do {
            let url = try WebhookURL.parse(url)
            let (id, secretID, secret, sealed) = try await newWebhookSecret(of: requester)
            let changed = try await core.store.setWebhook(
                of: id, url: url, secretID: secretID, sealed: sealed, now: core.clock())
            return try Self.value(of: changed) ? secret : nil
        } catch {
            throw ServiceError(error)
        }
    }

    /// Removes the endpoint of a requester, and what it was to be told.
    ///
    /// - Parameter requester: The requester's id or consumer key.
    /// - Throws: ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func removeWebhook(of requester: String) async throws(ServiceError) {
        do {
            try Self.value(of: await core.store.removeWebhook(of: requester, now: core.clock()))
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns the endpoint of a requester; `nil` if it has none.
    ///
    /// - Parameter requester: The requester's id or consumer key.
    /// - Throws: ``ServiceError/unknownRequester``.
    public func webhook(of requester: String) async throws(ServiceError) -> WebhookSummary? {
        do {
            guard let id = try await core.store.requesterID(requester) else { throw ServiceError.unknownRequester }
            return try await core.store.webhook(of: id)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Gives an endpoint a new secret. For a while messages are signed with the one before too, so that the receiver can
    /// change over; one that was replaced earlier ends at once.
    ///
    /// - Parameters:
    ///   - requester: The requester's id or consumer key.
    ///   - overlap: For how long the secret that is replaced still signs, in seconds; 0 if somebody else has it.
    /// - Returns: The new secret, which is shown only this once.
    /// - Throws: ``ServiceError/noWebhook``, ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func rotateWebhookSecret(of requester: String, overlap: Int64) async throws(ServiceError) -> String {
        do {
            let (id, secretID, secret, sealed) = try await newWebhookSecret(of: requester)
            let now = core.clock()
            let changed = try await core.store.rotateWebhookSecret(
                of: id, secretID: secretID, sealed: sealed, previousEnds: Self.end(of: overlap, from: now), now: now)
            guard try Self.value(of: changed) else { throw ServiceError.noWebhook }
            return secret
        } catch {
            throw ServiceError(error)
        }
    }

    private func newWebhookSecret(
        of requester: String
    ) async throws -> (id: String, secretID: String, text: String, sealed: String) {
        guard let id = try await core.store.requesterID(requester) else { throw ServiceError.unknownRequester }
        let (secretID, secret) = (try core.newID(), try WebhookSecret(core.random))
        let sealed = try core.store.sealer.seal(
            secret.bytes, of: Store.webhookSecretOwner(requester: id, secret: secretID))
        return (id, secretID, secret.text, sealed)
    }
}

#endif
