internal import CryptoCore
internal import MerkleLog

/// A proof of what was decided on one authentication request or pairing, for somebody who does not get the log: the entry, the
/// device's signature and key, and the head that covers them.
public struct DecisionProof: Sendable {
    /// The most bytes of a proof.
    public static let maximumBytes = 128 << 10

    /// What was decided.
    public let decision: ProvenEntry
    /// What the device has signed; `nil` if no device has decided.
    public let record: String?
    /// The registration of the device; `nil` if no device has decided.
    public let device: ProvenEntry?
    /// The head that both are proven under.
    public let head: KeptHead

    /// Creates a proof from its parts.
    public init(decision: ProvenEntry, record: String?, device: ProvenEntry?, head: KeptHead) {
        self.decision = decision
        self.record = record
        self.device = device
        self.head = head
    }

    /// Creates a proof from its ``bytes``; `nil` if they are malformed, or the head is not signed.
    public init?(bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, let members = CanonicalJSONReader.value(in: bytes)?.members,
            let head = members["head"].flatMap({ KeptHead(line: $0.bytes) }),
            let decision = ProvenEntry(json: members["decision"], size: head.head.head.size)
        else { return nil }
        let device = ProvenEntry(json: members["device"], size: head.head.head.size)
        guard members["device"] == nil || device != nil else { return nil }
        self.init(
            decision: decision, record: members["decision"]?.members?["record"]?.text, device: device, head: head)
    }

    /// The proof as one line of JSON, without its line end.
    public var bytes: [UInt8] {
        CanonicalJSON.object(
            CanonicalJSON.Members([
                (
                    "decision",
                    .object(CanonicalJSON.Members(decision.members + [("record", record.map { .string($0) })]))
                ),
                ("device", device.map { .object(CanonicalJSON.Members($0.members)) }),
                ("head", CanonicalJSONReader.value(in: head.line)),
            ])
        ).bytes
    }

    /// Verifies everything that the proof says.
    ///
    /// Without a head that was kept, this is what the proof's own key says: anybody can make a log, and a key.
    ///
    /// - Parameter kept: Heads that were kept elsewhere: one must be signed by the proof's key, and of those as large as the
    ///   proof's, all must be the proof's.
    public func verify(kept: [KeptHead] = []) throws(AuditLogError) {
        let head = self.head.head.head
        guard kept.isEmpty || kept.contains(where: { $0.key.id == self.head.key.id }) else {
            throw .proofInvalid(.keyNotKept)
        }
        for other in kept where other.key.id == self.head.key.id && other.head.head.size == head.size {
            guard other.head.head.root == head.root else { throw .proofInvalid(.headDiffers) }
        }
        try decision.verify(under: head)
        try device?.verify(under: head)
        do throws(EntryProblem) {
            try verifyDecision()
        } catch {
            throw .proofInvalid(.decision(error))
        }
    }

    private func verifyDecision() throws(EntryProblem) {
        guard EntryType.signed.contains(decision.entry.type) else { return }
        let claim = try DecisionClaim(decision.entry)
        var keys = DeviceKeys()
        if let device, device.proof.leafIndex < decision.proof.leafIndex,
            [EntryType.deviceRegistered, EntryType.deviceImported].contains(device.entry.type)
        {
            try keys.register(device.entry)
        }
        let key = try keys.key(of: claim.device, keyID: claim.keyID)
        let signed = try claim.signed(record)
        guard key.isValidSignature(signed.signature, for: signed.record) else { throw .signatureInvalid }
    }
}
