#if Service

/// How many wrong one-time passwords in a row are permitted, and how long the lock is that follows.
///
/// Five guesses, then one after half a minute, one after another minute, and so on, twice as long each time, up to one a day.
/// Whoever guesses at passwords of six digits, of which three to 21 are right at a time, so has a chance of one in two
/// thousand after five days, and of one percent after a year. A right password ends the count. Only one-time passwords are
/// locked, never the phone: so a stranger can lock nobody out.
enum GuessLimit {
    /// The guesses without a pause.
    static let freeCount: Int64 = 5
    /// The first lock, in seconds.
    static let firstLock: Int64 = 30
    /// The longest lock, in seconds.
    static let longestLock: Int64 = 86_400

    /// Returns how long the lock is after so many wrong guesses in a row, in seconds; 0 for none.
    static func lock(after count: Int64) -> Int64 {
        guard count >= freeCount else { return 0 }
        // A shift by more would overflow.
        return min(longestLock, firstLock << min(count - freeCount, 20))
    }
}

#endif
