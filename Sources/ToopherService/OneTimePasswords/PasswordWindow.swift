#if Service

internal import CryptoCore

/// The counters, or time steps, among which a password is looked for.
enum PasswordWindow {
    /// Returns the first counter from which on the passwords of a sequence follow one another; `nil` if there is none.
    ///
    /// All counters are tried, and passwords compared in constant time, so that the time tells nobody how near a guess was.
    ///
    /// - Parameters:
    ///   - sequence: At least one password.
    ///   - counters: Where the first password of the sequence may be.
    static func firstMatch(
        of sequence: [[UInt8]], in counters: ClosedRange<Int64>, key: HMACKey
    ) throws(CryptoError) -> Int64? {
        guard let first = sequence.first, HOTP.digitCounts.contains(first.count) else { return nil }
        var match: Int64?
        for counter in counters {
            guard ConstantTime.areEqual(try password(key, counter, first.count), first) else { continue }
            var isWhole = true
            for (offset, other) in sequence.enumerated().dropFirst() {
                let expected = try password(key, counter + Int64(offset), first.count)
                isWhole = ConstantTime.areEqual(expected, other) && isWhole
            }
            if isWhole, match == nil { match = counter }
        }
        return match
    }

    private static func password(_ key: HMACKey, _ counter: Int64, _ digits: Int) throws(CryptoError) -> [UInt8] {
        try HOTP.password(key, counter: UInt64(max(0, counter)), digits: digits)
    }
}

#endif
