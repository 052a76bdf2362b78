internal import CryptoCore

/// What an entry says of something that a device has signed: a decision, or the end of a pairing or standing answer.
struct DecisionClaim {
    /// What was decided on, or has ended.
    let subjectID: ObjectID
    let subject: String
    let device: String
    let keyID: [UInt8]

    private let user: String
    private let requester: String
    private let form: Form
    private let decision: String
    private let recordDigest: [UInt8]
    private let signature: [UInt8]

    /// How entries of a type, and the records beside them, name what they are about.
    private struct Form {
        var member: String
        var kind: String
        var title = DecisionRecord.Title.decision

        init?(type: String) {
            switch type {
            case EntryType.requestDecided: (member, kind) = ("request", "authentication_request")
            case EntryType.pairingDecided: (member, kind) = ("pairing", "pairing")
            case EntryType.pairingConfirmed: (member, kind) = ("pairing", "pairing_confirmation")
            case EntryType.pairingRevoked: (member, kind, title) = ("pairing", "pairing", .revocation)
            case EntryType.automationRevoked: (member, kind, title) = ("automation", "automation", .revocation)
            default: return nil
            }
        }
    }

    /// Creates the claim of an entry of one of the types that devices sign.
    init(_ entry: AuditEntry) throws(EntryProblem) {
        guard let form = Form(type: entry.type), let subject = entry.text(form.member), let id = ObjectID(subject),
            let user = entry.text("user"), let requester = entry.text("requester"),
            let device = entry.text("device"), let keyID = entry.text("device_key").flatMap({ Base64.decodeURL($0) }),
            let digest = entry.text("record_sha256").flatMap({ Base64.decodeURL($0) }),
            let signature = entry.text("signature").flatMap({ Base64.decodeURL($0) })
        else { throw .malformed }
        let decision = entry.text("decision") ?? ""
        if form.title == .decision {
            guard let outcome = entry.text("outcome"), !decision.isEmpty,
                // Nothing is granted that was not approved.
                !["granted", "enabled", "approved"].contains(outcome) || decision == "approve"
            else { throw .malformed }
        }
        (subjectID, self.subject, self.device, self.keyID) = (id, subject, device, keyID)
        (self.user, self.requester, self.form, self.decision) = (user, requester, form, decision)
        recordDigest = digest
        self.signature = signature
    }

    /// Returns the bytes that the device has signed, if they are about this.
    func signed(_ record: String?) throws(EntryProblem) -> (record: [UInt8], signature: [UInt8]) {
        guard let record else { throw .recordMissing }
        let bytes = Array(record.utf8)
        guard let digest = try? Digest.sha256(bytes), digest == recordDigest else { throw .recordChanged }
        guard let fields = DecisionRecord(bytes, title: form.title), fields.has("id", subject),
            fields.has("kind", form.kind), fields.has("device", device), fields.has("user-id", user),
            fields.has("requester-id", requester),
            form.title == .revocation || fields.has("decision", decision)
        else { throw .recordOfAnother }
        return (bytes, signature)
    }
}
