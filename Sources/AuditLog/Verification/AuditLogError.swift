public import CryptoCore

/// Why a log is not what it claims to be, or cannot be read.
@nonexhaustive public enum AuditLogError: Error, Sendable, Equatable {
    /// The file is not an export, or of another version of this program. Export again.
    case notAnExport(lineNumber: Int)
    /// A line is malformed. Export again; if that does not help, something wrote into the log that is no entry.
    case malformedLine(lineNumber: Int, nextEntry: UInt64)
    /// The export is cut short. Export again.
    case incompleteExport(entryCount: UInt64)
    /// An entry is wrong. If the range is not empty, no head proves the entries in it either, and the first wrong one may be
    /// among them.
    case entry(index: UInt64, EntryProblem, unproven: Range<UInt64>)
    /// One of these entries was changed, moved or invented, or one was dropped and the others moved up: together they do not
    /// have the root that was signed when they were written.
    case entriesDiffer(Range<UInt64>, headSize: UInt64)
    /// No head covers these entries: they were appended by something else than the service.
    case entriesWithoutHead(Range<UInt64>)
    /// A head is not signed by a key of the log, or contradicts the one before: nothing proves the entries in the range.
    case headInvalid(size: UInt64, HeadProblem, unproven: Range<UInt64>)
    /// A key that signs heads is not in the log itself: it was exchanged or added.
    case keyNotInLog(id: String)
    /// The log ends before a head that was kept: its end was cut, or it was replaced by an older backup.
    case cut(entryCount: UInt64, keptSize: UInt64)
    /// The log is not the one of a head that was kept: it was written anew, or replaced by an older backup and continued. The
    /// first entry that differs is in the range.
    case rewritten(Range<UInt64>, keptSize: UInt64)
    /// A proof does not prove what it says.
    case proofInvalid(ProofProblem)
    /// OpenSSL failed.
    case cryptography(CryptoError)
}

/// What is wrong with a head of a log.
public enum HeadProblem: Sendable, Hashable {
    /// The export has no key of this id.
    case keyUnknown(id: String)
    /// Its signature is not valid.
    case signatureInvalid
    /// Its time is before that of the head before.
    case timeDecreased
    /// Its size is not more than that of the head before.
    case sizeNotIncreased
}

extension AuditLogError: CustomStringConvertible {
    /// One line that names the first wrong entry.
    public var description: String {
        switch self {
        case .notAnExport(let line): "line \(line): this is not an export of a log that this program reads"
        case .malformedLine(let line, let entry):
            "line \(line), where entry \(entry) or a head of \(entry) entries is expected, is malformed"
        case .incompleteExport(let count): "the export ends after \(count) entries without its last line: export again"
        case .entry(let index, let problem, let unproven):
            "entry \(index) \(problem)"
                + (unproven.isEmpty
                    ? "" : "; the signed heads prove nothing about \(Self.list(unproven)) before it either")
        case .entriesDiffer(let range, let size):
            range.count == 1
                ? "entry \(range.lowerBound) was changed, moved or invented: it does not fit the head of \(size) entries"
                : "one of \(Self.list(range)) was changed, moved or invented: together they do not fit the head of \(size) entries"
        case .entriesWithoutHead(let range):
            "entry \(range.lowerBound) was invented: no head covers \(Self.list(range))"
        case .headInvalid(let size, let problem, let unproven):
            "the head of \(size) entries \(problem)"
                + (unproven.isEmpty ? "" : ": nothing proves \(Self.list(unproven))")
        case .keyNotInLog(let id): "the key \(id) signs heads, and the log does not say that the service made it"
        case .cut(let count, let size):
            """
            entry \(count) is missing, and all after it: the head that was kept has \(size) entries; the log was cut, or \
            replaced by an older backup
            """
        case .rewritten(let range, let size):
            """
            the log is not the one of the head of \(size) entries that was kept, from \(Self.first(range)) on: it was \
            written anew, or replaced by an older backup and continued
            """
        case .proofInvalid(let problem): "the proof \(problem)"
        case .cryptography(let error): "\(error)"
        }
    }

    private static func list(_ range: Range<UInt64>) -> String {
        range.count == 1 ? "entry \(range.lowerBound)" : "the entries \(range.lowerBound) to \(range.upperBound - 1)"
    }

    private static func first(_ range: Range<UInt64>) -> String {
        range.count == 1 ? "entry \(range.lowerBound)" : "one of \(list(range))"
    }
}

extension HeadProblem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the head.
    public var description: String {
        switch self {
        case .keyUnknown(let id): "is signed by the unknown key \(id)"
        case .signatureInvalid: "has a signature that is not valid"
        case .timeDecreased: "is older than the one before"
        case .sizeNotIncreased: "has no more entries than the one before"
        }
    }
}
