internal import CryptoCore
internal import MerkleLog

/// A verifier of an export, line by line, that stops at the first entry that is wrong.
///
/// It needs nothing but the lines, and keeps some hashes, the devices' keys, and 16 bytes for each decision. The signatures of
/// devices are left to the caller: ``takeChecks()``.
public struct LogVerifier: Sendable {
    private var lineNumber = 0
    private var hasEnded = false
    private var tree = CompactTree()
    private var lastHead: SignedTreeHead?
    private var headCount = 0
    private var keys: [String: LogKey] = [:]
    /// The keys that may sign heads: the first of the log, and those that one of them has signed.
    private var trusted: [String: LogKey] = [:]
    private var devices = DeviceKeys()
    private var decided: Set<ObjectID> = []
    private var confirmed: Set<ObjectID> = []
    private var revoked: Set<ObjectID> = []
    private var decisionCount = 0
    private var checks: [SignatureCheck] = []
    /// The heads that were kept and not reached yet, the smallest first.
    private var kept: ArraySlice<KeptHead>
    private var keptSize: UInt64 = 0

    /// Creates a verifier.
    ///
    /// - Parameter kept: Heads of this log that were kept elsewhere, in any order.
    public init(kept: [KeptHead] = []) {
        self.kept = kept.filter { $0.head.head.size > 0 }.sorted { $0.head.head.size < $1.head.head.size }[...]
    }

    /// The number of signatures that wait for ``takeChecks()``.
    public var checkCount: Int { checks.count }

    /// The number of entries so far.
    public var entryCount: UInt64 { tree.size }

    /// Returns the signatures of devices that were read since the last call, in the order of their entries.
    public mutating func takeChecks() -> [SignatureCheck] {
        defer { checks.removeAll(keepingCapacity: true) }
        return checks
    }

    /// Verifies the next line, without its line end.
    ///
    /// - Throws: ``AuditLogError``. Of the checks that wait, one may fail whose entry stands before.
    public mutating func read(_ bytes: [UInt8]) throws(AuditLogError) {
        lineNumber += 1
        guard let line = LogLine(bytes: bytes), !hasEnded else {
            if lineNumber == 1 { throw .notAnExport(lineNumber: 1) }
            throw .malformedLine(lineNumber: lineNumber, nextEntry: tree.size)
        }
        if case .format = line {
            guard lineNumber == 1 else { throw .malformedLine(lineNumber: lineNumber, nextEntry: tree.size) }
            return
        }
        guard lineNumber > 1 else { throw .notAnExport(lineNumber: 1) }
        switch line {
        case .format: break
        case .key(let key, _): keys[key.id] = key
        case .entry(let entry): try read(entry)
        case .head(let head): try read(head)
        case .end(let count):
            guard count == tree.size else { throw .entry(index: tree.size, .missing, unproven: unproven) }
            hasEnded = true
        }
    }

    /// Verifies that nothing is missing at the end.
    ///
    /// - Returns: What was found, once the checks that wait have been made.
    public func finish() throws(AuditLogError) -> LogSummary {
        guard hasEnded else { throw .incompleteExport(entryCount: tree.size) }
        guard unproven.isEmpty else { throw .entriesWithoutHead(unproven) }
        if let next = kept.first { throw .cut(entryCount: tree.size, keptSize: next.head.head.size) }
        return LogSummary(
            entryCount: tree.size, decisionCount: decisionCount, deviceCount: devices.count, headCount: headCount,
            head: lastHead, keptSize: keptSize)
    }

    /// The entries that no head has proven yet.
    private var unproven: Range<UInt64> { (lastHead?.head.size ?? 0)..<tree.size }
}

extension LogVerifier {
    private mutating func read(_ entry: LogEntry) throws(AuditLogError) {
        let (index, before) = (tree.size, unproven)
        do throws(EntryProblem) {
            guard entry.index <= index else { throw .missing }
            guard entry.index == index else { throw .displaced(by: entry.index) }
            guard try Self.leaf(of: entry.bytes) == entry.leaf else { throw .changed }
            guard let content = entry.content else { throw .malformed }
            try read(content, entry.record, index, before)
        } catch {
            throw .entry(index: index, error, unproven: before)
        }
        do throws(CryptoError) {
            try tree.append(entry.leaf)
        } catch {
            throw .cryptography(error)
        }
        while let next = kept.first, next.head.head.size == tree.size {
            guard try root() == next.head.head.root else { throw .rewritten(keptSize..<tree.size, keptSize: tree.size) }
            keptSize = tree.size
            kept.removeFirst()
        }
    }

    private mutating func read(
        _ entry: AuditEntry, _ record: String?, _ index: UInt64, _ before: Range<UInt64>
    ) throws(EntryProblem) {
        switch entry.type {
        case EntryType.logKey:
            guard let key = entry.text("key").flatMap({ LogKey(text: $0) }) else { throw .malformed }
            try trust(key, entry)
        case EntryType.deviceRegistered, EntryType.deviceImported:
            try devices.register(entry)
        case let type where EntryType.signed.contains(type):
            let claim = try DecisionClaim(entry)
            switch type {
            case EntryType.pairingConfirmed: try Self.note(claim.subjectID, claim.subject, in: &confirmed)
            case EntryType.pairingRevoked, EntryType.automationRevoked:
                try Self.note(claim.subjectID, claim.subject, in: &revoked)
            default: try Self.note(claim.subjectID, claim.subject, in: &decided)
            }
            let key = try devices.key(of: claim.device, keyID: claim.keyID)
            let signed = try claim.signed(record)
            decisionCount += 1
            checks.append(
                SignatureCheck(
                    index: index, key: key, record: signed.record, signature: signed.signature, unproven: before))
        case EntryType.requestAutomated, EntryType.requestPassword, EntryType.requestEnded:
            guard let subject = entry.text("request"), let id = ObjectID(subject) else { throw .malformed }
            try Self.note(id, subject, in: &decided)
        default: break
        }
    }

    /// Trusts a key that a trusted one has signed. The first needs none: it is the one that kept heads are signed with.
    private mutating func trust(_ key: LogKey, _ entry: AuditEntry) throws(EntryProblem) {
        if !trusted.isEmpty {
            guard let former = entry.text("by").flatMap({ trusted[$0] }),
                let signature = entry.text("signature").flatMap({ Base64.decodeURL($0) }),
                former.publicKey.isValidSignature(signature, for: key.successionBytes)
            else { throw .keyNotSucceeding }
        }
        trusted[key.id] = key
    }

    /// Nothing is decided, confirmed or ended twice.
    private static func note(
        _ id: ObjectID, _ subject: String, in decided: inout Set<ObjectID>
    ) throws(EntryProblem) {
        guard decided.insert(id).inserted else { throw .decidedAgain(id: subject) }
    }

    private mutating func read(_ signed: SignedTreeHead) throws(AuditLogError) {
        let (head, last) = (signed.head, lastHead?.head)
        func invalid(_ problem: HeadProblem) -> AuditLogError {
            .headInvalid(size: head.size, problem, unproven: unproven)
        }
        guard head.size > last?.size ?? 0 else { throw invalid(.sizeNotIncreased) }
        guard let key = keys[head.keyID] else { throw invalid(.keyUnknown(id: head.keyID)) }
        guard signed.isValid(under: key) else { throw invalid(.signatureInvalid) }
        guard head.time >= last?.time ?? head.time else { throw invalid(.timeDecreased) }
        guard head.size <= tree.size else { throw .entry(index: tree.size, .missing, unproven: unproven) }
        // Behind its place there are more entries than it covers.
        guard head.size == tree.size else { throw .entriesDiffer(unproven.lowerBound..<head.size, headSize: head.size) }
        guard try root() == head.root else { throw .entriesDiffer(unproven, headSize: head.size) }
        // Last: what is missing or moved, the key's entry perhaps, is named first.
        guard trusted[head.keyID] != nil else { throw .keyNotInLog(id: head.keyID) }
        lastHead = signed
        headCount += 1
    }

    private func root() throws(AuditLogError) -> TreeHash {
        do throws(CryptoError) {
            return try tree.root()
        } catch {
            throw .cryptography(error)
        }
    }

    /// Returns the hash of an entry. If OpenSSL fails, none fits.
    private static func leaf(of entry: [UInt8]) throws(EntryProblem) -> TreeHash {
        do throws(CryptoError) {
            return try TreeHash.leaf(of: entry)
        } catch {
            throw .changed
        }
    }
}
