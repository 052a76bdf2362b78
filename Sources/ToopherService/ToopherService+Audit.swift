#if Service

public import AuditLog
internal import CryptoCore
internal import Database

extension ToopherService {
    /// Returns what to keep where those who can write the database cannot: the newest head of the log, over everything that has
    /// happened so far; `nil` for a log without entries.
    ///
    /// - Throws: ``ServiceError``.
    public func auditHead() async throws(ServiceError) -> KeptHead? {
        do {
            try await sealer.sealAll()
            return try await core.store.keptHead()
        } catch {
            throw ServiceError(error)
        }
    }

    /// Exports the log, over everything that has happened so far, some entries at a time.
    ///
    /// - Parameters:
    ///   - progress: Called now and then with the number of entries so far, and in all.
    ///   - write: Writes a line of ``LogLine``, which has no line end yet.
    /// - Returns: The number of entries.
    /// - Throws: ``ServiceError``; what `write` throws.
    public func exportAuditLog(
        progress: (UInt64, UInt64) -> Void = { _, _ in }, write: ([UInt8]) throws -> Void
    ) async throws -> UInt64 {
        do {
            // A log that grows no more is exported, too: its export shows where the damage is.
            do { try await sealer.sealAll() } catch is AuditDamage {}
            return try await AuditExporter(store: core.store).export(progress: progress, write: write)
        } catch let error as DatabaseError {
            throw ServiceError(error)
        } catch let error as CryptoError {
            throw ServiceError(error)
        }
    }

    /// Returns the proof of what was decided on an authentication request or pairing; `nil` if the log has no such decision.
    ///
    /// - Parameters:
    ///   - id: The id of the request or pairing.
    ///   - progress: Called now and then with the number of entries so far, and in all.
    /// - Throws: ``ServiceError``.
    public func auditProof(
        of id: String, progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) async throws(ServiceError) -> DecisionProof? {
        guard let id = Identifier.parse(id) else { return nil }
        do {
            try await sealer.sealAll()
            return try await AuditProver(store: core.store).proof(of: id, progress: progress)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Has a new key sign heads from now on; returns it. The private half of the one before is deleted.
    ///
    /// - Throws: ``ServiceError``.
    public func rotateAuditKey() async throws(ServiceError) -> LogKey {
        do {
            let key = try await core.store.rotateAuditKey(now: core.clock())
            try await sealer.sealAll()
            return key
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
