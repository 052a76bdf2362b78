internal import CryptoCore
public import MerkleLog

/// An entry with the proof that a log has it.
public struct ProvenEntry: Sendable, Hashable {
    /// The entry.
    public let entry: AuditEntry
    /// The proof.
    public let proof: InclusionProof

    /// Creates an entry from its parts, which may be anybody's.
    public init(_ entry: AuditEntry, _ proof: InclusionProof) {
        self.entry = entry
        self.proof = proof
    }

    /// Creates an entry from its ``json``; `nil` if that is malformed.
    ///
    /// - Parameter size: The number of entries of the log.
    init?(json: CanonicalJSON?, size: UInt64) {
        guard let members = json?.members, let entry = members["entry"]?.members, entry["type"]?.text != nil,
            let index = members["index"]?.number.flatMap({ UInt64(exactly: $0) }),
            let elements = members["path"]?.elements, elements.count <= 64
        else { return nil }
        let path = elements.compactMap { $0.text.flatMap { TreeHash(text: $0) } }
        guard path.count == elements.count else { return nil }
        self.init(AuditEntry(members: entry), InclusionProof(leafIndex: index, treeSize: size, path: path))
    }

    /// The members of the entry in a proof.
    var members: [(name: String, value: CanonicalJSON?)] {
        [
            ("entry", .object(entry.members)), ("index", .integer(Int64(clamping: proof.leafIndex))),
            ("path", .array(proof.path.map { .string($0.text) })),
        ]
    }

    /// Throws if the proof does not lead to the root of a head.
    func verify(under head: TreeHead) throws(AuditLogError) {
        do throws(CryptoError) {
            if try proof.isValid(for: .leaf(of: entry.bytes), root: head.root) { return }
        } catch {
            throw .cryptography(error)
        }
        throw .proofInvalid(.notInLog(index: proof.leafIndex))
    }
}
