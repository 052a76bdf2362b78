import AuditLog
import MerkleLog

/// What a valid proof says, for scripts.
struct AuditProofReport: Encodable {
    var valid = true
    var decision: String
    var entry: UInt64
    var signedByPhone: Bool
    var size: UInt64
    var root: String
    var key: String

    init(_ proof: DecisionProof) {
        let head = proof.head.head.head
        decision = String(decoding: proof.decision.entry.bytes, as: UTF8.self)
        (entry, signedByPhone) = (UInt64(proof.decision.proof.leafIndex), proof.device != nil)
        (size, root, key) = (UInt64(head.size), head.root.text, head.keyID)
    }
}
