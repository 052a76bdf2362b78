internal import CryptoCore

/// A search for the mistakes that give a signature: each of the table alone, then every pair of those that make a
/// difference alone.
///
/// The work is bounded by a ``SearchBudget``, whatever the request.
struct SignatureSearch: ~Copyable {
    /// The most variants of one mistake that are combined with others.
    private static let mostVariantsInPairs = 12

    /// What an attempt resulted in.
    private enum Outcome {
        case found, different, unchanged, exhausted
    }

    /// The mistakes that were found.
    private(set) var mistakes: [SignatureMistake] = []
    /// The base string of the last attempt.
    private(set) var baseString: [UInt8] = []
    /// Whether everything was tried, or the mistakes were found.
    private(set) var isComplete = true

    /// What may still be done.
    private(set) var budget: SearchBudget

    private let key: DiagnosisKey
    private let workspace: HMACWorkspace

    init(_ key: DiagnosisKey, _ budget: SearchBudget = SearchBudget()) throws(CryptoError) {
        self.key = key
        self.budget = budget
        workspace = try HMACWorkspace()
    }

    /// Searches for the mistakes that were made with a request.
    mutating func run(_ request: SignedRequest) throws(CryptoError) {
        let rows = SignatureTransformation.all.filter { key.isAffected(by: $0.subject) }
        var base = request
        let right = base.baseString()
        // The request was parsed before.
        guard budget.spend(2 * right.count) else { return isComplete = false }
        var singles: [(row: Int, request: SignedRequest)] = []
        var relevant: [Int] = []
        for row in rows.indices {
            guard budget.spend(costOfVariants(rows[row], base)) else { return isComplete = false }
            for (index, variant) in rows[row].variants(base).enumerated() {
                var variant = variant
                switch try attempt(&variant, base, right) {
                case .found: return mistakes = [rows[row].mistake]
                case .different:
                    if index < Self.mostVariantsInPairs { singles.append((row, variant)) }
                    if relevant.last != row { relevant.append(row) }
                case .unchanged: continue
                case .exhausted: return isComplete = false
                }
            }
        }
        for (first, variant) in singles {
            for second in relevant where second > first {
                guard budget.spend(costOfVariants(rows[second], variant)) else { return isComplete = false }
                for pair in rows[second].variants(variant).prefix(Self.mostVariantsInPairs) {
                    var pair = pair
                    switch try attempt(&pair, base, right) {
                    case .found: return mistakes = [rows[first].mistake, rows[second].mistake]
                    case .different, .unchanged: continue
                    case .exhausted: return isComplete = false
                    }
                }
            }
        }
    }

    /// Compares the signature with that of a request, which differs from `base`, whose base string is `right`, or not.
    private mutating func attempt(
        _ request: inout SignedRequest, _ base: SignedRequest, _ right: [UInt8]
    ) throws(CryptoError) -> Outcome {
        guard budget.spend(SearchBudget.attempt) else { return .exhausted }
        guard key.canBeSignature(request) else { return .different }
        guard budget.spend(costOfText(request)) else { return .exhausted }
        baseString = request.baseString()
        if baseString == right, request.key == nil, request.hash == base.hash, request.signature == base.signature {
            return .unchanged
        }
        guard budget.spend(key.cost(of: request, baseStringCount: baseString.count)) else { return .exhausted }
        return try key.isValid(request, for: baseString, using: workspace) ? .found : .different
    }

    /// What it costs to write the base string of a request.
    private func costOfText(_ request: SignedRequest) -> Int {
        let size = request.parameterSize
        guard !request.hasParameterText else { return size / 8 }
        return size + request.parameters.count * SearchBudget.parameter
    }

    /// What it costs to make the variants of a request.
    private func costOfVariants(_ row: SignatureTransformation, _ request: SignedRequest) -> Int {
        switch row.subject {
        case .signature, .key, .head: 0
        case .parameters: request.parameterSize + request.parameters.count * SearchBudget.parameter / 8
        case .body: request.context.otherBodyCount * 2
        }
    }
}
