#if Service

internal import CryptoCore

/// What an authentication request may need that is random, generated before the transaction.
struct NewRequestIDs: Sendable {
    var request: String
    var terminal: String
    var action: String
    /// The number to match that a prompt has shown already.
    var givenNumber: String?
    private let number: UInt64
    private let digits: Int

    /// Generates all of them.
    init(_ policy: RequesterPolicy, _ random: RandomSource) throws(CryptoError) {
        request = try Identifier.make(random)
        terminal = try Identifier.make(random)
        action = try Identifier.make(random)
        number = try random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        digits = min(max(policy.numberDigits, 2), 6)
    }

    /// Returns the number to match, of as many digits as the requester's policy has.
    ///
    /// - Parameter taken: The numbers of the user's other requests that wait: who reads one must not approve another by it. Where
    ///   a prompt has shown one of them, the number is another one, and the log-in of that prompt has to be begun anew.
    func matchNumber(avoiding taken: some Collection<String> = []) -> String {
        if let givenNumber, !taken.contains(givenNumber) { return givenNumber }
        let bound = (0..<digits).reduce(UInt64(1)) { bound, _ in bound * 10 }
        let taken = Set(taken.compactMap { $0.utf8.count == digits ? UInt64($0) : nil }).sorted()
        let free = bound - UInt64(taken.count)
        // Of 64 random bits and at most six digits, the bias of the remainder is below one in 10^13.
        var chosen = number % (free > 0 ? free : bound)
        if free > 0 { for other in taken where other <= chosen { chosen += 1 } }
        let text = String(chosen)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}

#endif
