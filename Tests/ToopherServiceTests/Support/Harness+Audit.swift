#if Service

import AuditLog
import Database
import MerkleLog

@testable import ToopherService

extension Harness {
    private var database: Database { service.core.store.database }

    /// Seals what has happened so far.
    func seal() async throws { try await service.sealer.sealAll() }

    /// Seals and exports the log.
    func auditLines() async throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        _ = try await service.exportAuditLog { lines.append($0) }
        return lines
    }

    /// Returns the entries of the log.
    func auditEntries() async throws -> [AuditEntry] {
        try await auditLines().compactMap { line in
            guard case .entry(let entry)? = LogLine(bytes: line) else { return nil }
            return AuditEntry(bytes: entry.bytes)
        }
    }

    /// Returns what a verification of an export finds.
    func verifyAudit(kept: [KeptHead] = []) async throws -> LogSummary {
        var lines = try await auditLines()[...]
        return try await LogVerification.run(kept: kept, threadCount: 1, nextLine: { lines.popFirst() })
    }

    /// Returns the sentence about the first thing that is wrong in an export; `nil` if nothing is.
    func auditComplaint(kept: [KeptHead] = []) async throws -> String? {
        do {
            _ = try await verifyAudit(kept: kept)
            return nil
        } catch let error as AuditLogError {
            return error.description
        }
    }

    /// Does what somebody does who can write the database.
    func write(_ sql: String, _ values: [DatabaseValue] = []) async throws {
        try await database.write { transaction throws(DatabaseError) in _ = try transaction.execute(sql, values) }
    }
}

#endif
