import AuditLog
import CryptoCore
import DeviceProtocol
import MerkleLog
import Testing

@Suite("Proofs of decisions")
struct DecisionProofTests {
    /// A log with 7 entries, the device's at 1, and its decision at 5.
    private func made() throws -> (proof: DecisionProof, log: TestLog) {
        var log = try TestLog()
        let device = try TestDevice(1)
        try log.register(device)
        for number in 0..<3 { try log.append(AuditEntry("user_created", time: Int64(number), [])) }
        try log.decide(.approve, by: device, on: 5)
        try log.append(AuditEntry("user_created", time: 9, []))
        let head = try log.seal()
        var entries: [(AuditEntry, String?)] = []
        for part in log.parts { if case .entry(let entry, let record) = part { entries.append((entry, record)) } }
        func proven(_ index: Int) throws -> ProvenEntry {
            var builder = try #require(ProofBuilder(inclusionOf: UInt64(index), in: UInt64(entries.count)))
            for (entry, _) in entries { try builder.append(.leaf(of: entry.bytes)) }
            return ProvenEntry(entries[index].0, try #require(builder.inclusionProof))
        }
        let kept = try #require(try KeptHead(head, key: LogKey(log.key.publicKey)))
        return (
            DecisionProof(decision: try proven(5), record: entries[5].1, device: try proven(1), head: kept), log
        )
    }

    private func complaint(_ proof: DecisionProof, kept: [KeptHead] = []) -> String? {
        do {
            try proof.verify(kept: kept)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A proof is valid by itself, is read as it was written, and fits the head that was kept")
    func valid() throws {
        let proof = try made().proof
        #expect(complaint(proof, kept: [proof.head]) == nil)
        let read = try #require(DecisionProof(bytes: proof.bytes))
        #expect(complaint(read) == nil && read.bytes == proof.bytes)
        #expect(!proof.bytes.contains(UInt8(ascii: "\n")))
    }

    @Test("A proof of which one character was changed is malformed or not valid")
    func tampered() throws {
        let bytes = try made().proof.bytes
        for place in bytes.indices {
            for bit in [UInt8(1), 2] {
                var changed = bytes
                changed[place] ^= bit
                guard let proof = DecisionProof(bytes: changed) else { continue }
                #expect(complaint(proof) != nil, "\(String(decoding: changed, as: UTF8.self))")
            }
        }
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(DecisionProof(bytes: Array(bytes.prefix(count))) == nil)
        }
    }

    @Test("A proof without the device, with another device's registration, or without what was signed is not valid")
    func parts() throws {
        let (proof, log) = try made()
        let other = try made().proof
        let without = DecisionProof(decision: proof.decision, record: proof.record, device: nil, head: proof.head)
        #expect(complaint(without)?.contains("was signed by the phone") == true)
        let noRecord = DecisionProof(decision: proof.decision, record: nil, device: proof.device, head: proof.head)
        #expect(complaint(noRecord) == "the proof has an entry that has lost what the phone signed")
        let mixed = DecisionProof(
            decision: proof.decision, record: proof.record, device: other.device, head: proof.head)
        #expect(complaint(mixed) == "the proof does not lead from entry 1 to its head")
        let elsewhere = DecisionProof(
            decision: proof.decision, record: proof.record, device: proof.device, head: other.head)
        #expect(complaint(elsewhere) == "the proof does not lead from entry 5 to its head")
        let head = proof.head.head.head
        let rewritten = try TreeHead(size: head.size, root: .zero, time: head.time, keyID: head.keyID)
            .signed(with: log.key)
        let kept = try #require(try KeptHead(rewritten, key: LogKey(log.key.publicKey)))
        #expect(complaint(proof, kept: [kept]) == "the proof ends in another head than the one that was kept")
        // A log of somebody else's.
        let foreign = "the proof has a head that no key of the heads that were kept has signed: it is of another log"
        #expect(complaint(proof, kept: [other.head]) == foreign)
        #expect(complaint(proof, kept: [other.head, proof.head]) == nil)
    }

    @Test("A head is kept only with the signature of its key")
    func keptHeads() throws {
        let (proof, log) = try made()
        let line = proof.head.line
        #expect(KeptHead(line: line)?.line == line)
        for place in line.indices {
            var changed = line
            changed[place] ^= 1
            #expect(KeptHead(line: changed) == nil)
        }
        #expect(try KeptHead(proof.head.head, key: LogKey(P256.PrivateKey().publicKey)) == nil)
        #expect(try KeptHead(proof.head.head, key: LogKey(log.key.publicKey)) != nil)
    }
}
