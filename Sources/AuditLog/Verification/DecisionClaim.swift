internal import CryptoCore

/// What an entry says of a decision on a device.
struct DecisionClaim {
    /// What was decided on: a pairing or an authentication request.
    let subjectID: ObjectID
    let subject: String
    let device: String
    let keyID: [UInt8]

    private let kind: String
    private let decision: String
    private let recordDigest: [UInt8]
    private let signature: [UInt8]

    /// Creates the claim of an entry of a decision.
    init(_ entry: AuditEntry) throws(EntryProblem) {
        let isPairing = entry.type == EntryType.pairingDecided
        guard let subject = entry.text(isPairing ? "pairing" : "request"), let id = ObjectID(subject),
            let device = entry.text("device"), let keyID = entry.text("device_key").flatMap({ Base64.decodeURL($0) }),
            let decision = entry.text("decision"), let outcome = entry.text("outcome"),
            let digest = entry.text("record_sha256").flatMap({ Base64.decodeURL($0) }),
            let signature = entry.text("signature").flatMap({ Base64.decodeURL($0) }),
            // Nothing is granted that was not approved.
            !["granted", "enabled"].contains(outcome) || decision == "approve"
        else { throw .malformed }
        (subjectID, self.subject, self.device, self.keyID) = (id, subject, device, keyID)
        kind = isPairing ? "pairing" : "authentication_request"
        self.decision = decision
        recordDigest = digest
        self.signature = signature
    }

    /// Returns the bytes that the device has signed, if they are about this decision.
    func signed(_ record: String?) throws(EntryProblem) -> (record: [UInt8], signature: [UInt8]) {
        guard let record else { throw .recordMissing }
        let bytes = Array(record.utf8)
        guard let digest = try? Digest.sha256(bytes), digest == recordDigest else { throw .recordChanged }
        guard let fields = DecisionRecord(bytes), fields.has("id", subject), fields.has("kind", kind),
            fields.has("device", device), fields.has("decision", decision)
        else { throw .recordOfAnother }
        return (bytes, signature)
    }
}
