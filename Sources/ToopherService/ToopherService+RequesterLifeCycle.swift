#if Service

internal import CryptoCore
internal import Database

extension ToopherService {
    /// Gives a requester a new secret. The one that it has now verifies for a while longer, so that the requester can change
    /// over without an interruption; one that was replaced earlier ends at once.
    ///
    /// - Parameters:
    ///   - requester: The requester's id or consumer key.
    ///   - overlap: For how long the secret that is replaced still verifies, in seconds; 0 if somebody else has it.
    /// - Throws: ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func rotateSecret(
        of requester: String, overlap: Int64
    ) async throws(ServiceError) -> RotatedSecret {
        do {
            return try await rotateSecret(of: requester, overlap: overlap, secretID: try core.newID())
        } catch {
            throw ServiceError(error)
        }
    }

    /// Gives a requester a new secret with an id that was made for it.
    ///
    /// - Throws: As ``rotateSecret(of:overlap:)``; ``ServiceError/alreadyDone`` if a secret has the id.
    func rotateSecret(
        of requester: String, overlap: Int64, secretID: String
    ) async throws(ServiceError) -> RotatedSecret {
        do {
            guard try await !core.store.hasSecret(id: secretID) else { throw ServiceError.alreadyDone }
            let (secret, now) = (try newSecret(), core.clock())
            let end = Self.end(of: overlap, from: now)
            guard let id = try await core.store.requesterID(requester) else { throw ServiceError.unknownRequester }
            let sealed = try core.store.sealer.seal(
                SecretBytes(utf8: secret), of: Store.owner(requester: id, secret: secretID))
            let changed = try await core.store.rotateSecret(
                of: id, secretID: secretID, sealed: sealed, previousEnds: end, now: now)
            return RotatedSecret(
                consumerKey: try Self.value(of: changed), consumerSecret: secret, previousEnds: end)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Suspends, resumes or deletes a requester. Deletion deactivates its pairings, and cannot be undone.
    ///
    /// - Parameter requester: The requester's id or consumer key.
    /// - Throws: ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func setState(_ state: RequesterState, of requester: String) async throws(ServiceError) {
        do {
            _ = try Self.value(of: await core.store.setState(state, of: requester, now: core.clock()))
        } catch {
            throw ServiceError(error)
        }
    }

    /// Changes what counts for a requester's authentication requests; returns what counts then.
    ///
    /// - Parameters:
    ///   - requester: The requester's id or consumer key.
    ///   - body: Changes the policy. A number of digits outside ``RequesterPolicy/digitRange`` becomes the nearest one.
    /// - Throws: ``ServiceError/unknownRequester``, ``ServiceError/requesterDeleted``.
    public func setPolicy(
        of requester: String, _ body: @escaping @Sendable (inout RequesterPolicy) -> Void
    ) async throws(ServiceError) -> RequesterPolicy {
        do {
            let changed = try await core.store.setPolicy(of: requester, now: core.clock()) { policy in
                body(&policy)
                let range = RequesterPolicy.digitRange
                policy.numberDigits = min(max(policy.numberDigits, range.lowerBound), range.upperBound)
            }
            return try Self.value(of: changed)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns when a secret that is replaced now ends.
    static func end(of overlap: Int64, from now: Int64) -> Int64 { now + max(0, min(overlap, 10 * 365 * 86_400)) }

    /// Returns what a change came to.
    static func value<Value>(of change: Store.RequesterChange<Value>) throws(ServiceError) -> Value {
        switch change {
        case .done(let value): return value
        case .unknown: throw .unknownRequester
        case .deleted: throw .requesterDeleted
        }
    }
}

#endif
