#if Service

internal import AuditLog
internal import Database
internal import MerkleLog

/// Makes proofs of what was decided.
struct AuditProver: Sendable {
    private static let pageCount = 2000

    let store: Store

    /// Returns the proof of what was decided on an authentication request or pairing, under the newest head; `nil` if the log
    /// has no such decision.
    ///
    /// - Parameter progress: Called now and then with the number of entries so far, and in all.
    func proof(of id: String, progress: (UInt64, UInt64) -> Void) async throws -> DecisionProof? {
        guard let head = try await store.keptHead(), let found = try await entries(id, below: head.head.head.size)
        else {
            return nil
        }
        let size = head.head.head.size
        var builders = [found.decision, found.device].compactMap { entry in
            entry.flatMap { ProofBuilder(inclusionOf: $0.index, in: size) }
        }
        var next: UInt64 = 0
        while next < size {
            let leaves = try await store.auditLeaves(from: next, below: size, atMost: Self.pageCount)
            guard !leaves.isEmpty else { throw AuditDamage(count: next) }
            for (index, leaf) in leaves {
                guard index == next, let leaf else { throw AuditDamage(count: next) }
                for place in builders.indices { try builders[place].append(leaf) }
                next += 1
            }
            progress(next, size)
        }
        let proofs = builders.compactMap(\.inclusionProof)
        guard let proof = proofs.first, let entry = AuditEntry(bytes: found.decision.bytes) else { return nil }
        let device = found.device.flatMap { AuditEntry(bytes: $0.bytes) }
        return DecisionProof(
            decision: ProvenEntry(entry, proof), record: found.decision.record,
            device: device.flatMap { device in proofs.dropFirst().first.map { ProvenEntry(device, $0) } }, head: head)
    }

    private func entries(
        _ id: String, below size: UInt64
    ) async throws -> (decision: LogEntry, device: LogEntry?)? {
        let entries = try await store.auditEntries(subjectID: id).filter { $0.index < size && Self.isDecision($0) }
        // What another phone has confirmed counts only since then.
        let confirmed = entries.first { AuditEntry(bytes: $0.bytes)?.type == EntryType.pairingConfirmed }
        let decided = confirmed ?? entries.first
        guard let decided, let entry = AuditEntry(bytes: decided.bytes) else { return nil }
        guard EntryType.signed.contains(entry.type), let device = entry.text("device")
        else { return (decided, nil) }
        return (decided, try await store.auditEntries(subjectID: device).first { $0.index < decided.index })
    }

    private static func isDecision(_ entry: LogEntry) -> Bool {
        let types = EntryType.signed.union([
            EntryType.requestAutomated, EntryType.requestPassword, EntryType.requestEnded,
        ])
        return AuditEntry(bytes: entry.bytes).map { types.contains($0.type) } ?? false
    }
}

extension Store {
    /// Returns the newest head with its key; `nil` for a log without one, or if its signature is not valid.
    func keptHead() async throws(DatabaseError) -> KeptHead? {
        guard let head = try await auditHead() else { return nil }
        let keys = try await auditKeys()
        guard let key = keys.first(where: { $0.key.id == head.head.keyID })?.key else { return nil }
        return KeptHead(head, key: key)
    }
}

#endif
