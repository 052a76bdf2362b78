/// What is wrong with the proof of a decision.
@nonexhaustive public enum ProofProblem: Sendable, Hashable {
    /// It is no proof, or one of another version of this program.
    case malformed
    /// An entry is not in the log of the head.
    case notInLog(index: UInt64)
    /// The head is another one than was kept, and as large.
    case headDiffers
    /// The head is signed by another key than the heads that were kept: it may be of another log.
    case keyNotKept
    /// The decision itself is wrong.
    case decision(EntryProblem)
}

extension ProofProblem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the proof.
    public var description: String {
        switch self {
        case .malformed: "is malformed, or not signed by its key"
        case .notInLog(let index): "does not lead from entry \(index) to its head"
        case .headDiffers: "ends in another head than the one that was kept"
        case .keyNotKept: "has a head that no key of the heads that were kept has signed: it is of another log"
        case .decision(let problem): "has an entry that \(problem)"
        }
    }
}
