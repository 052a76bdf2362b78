#if Service

internal import CryptoCore

/// What an authentication request may need that is random, generated before the transaction.
struct NewRequestIDs: Sendable {
    var request: String
    var terminal: String
    var action: String
    /// The number to match, of as many digits as the requester's policy has.
    var matchNumber: String

    /// Generates all of them.
    init(_ policy: RequesterPolicy, _ random: RandomSource) throws(CryptoError) {
        request = try Identifier.make(random)
        terminal = try Identifier.make(random)
        action = try Identifier.make(random)
        // Of 64 random bits and at most six digits, the bias of the remainder is below one in 10^13.
        let digits = min(max(policy.numberDigits, 2), 6)
        let bound = (0..<digits).reduce(UInt64(1)) { bound, _ in bound * 10 }
        let number = String(try random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % bound)
        matchNumber = String(repeating: "0", count: digits - number.utf8.count) + number
    }
}

#endif
