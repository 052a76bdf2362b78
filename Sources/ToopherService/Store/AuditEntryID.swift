#if Service

internal import Glibc

/// The id of an entry that has no place in the log yet: its time in microseconds, then random bits.
///
/// In its order entries get their places. Only those of one second stand together, so a clock that jumps changes little.
enum AuditEntryID {
    /// Returns what stands before the id of a key: no head is signed with it before the log has it, and it comes after the
    /// keys before it, whatever the clocks say.
    ///
    /// - Parameter number: How many keys there were before.
    static func keyPrefix(number: Int64) -> String { "0000" + digits(UInt64(clamping: number), 8) }

    /// What stands before the id of a phone's registration, so that it comes before all that the phone signs, whatever the
    /// clocks of other nodes say. Phones from before there was a log have it too.
    static let devicePrefix = "0001"

    /// Returns the time of an id, in seconds since 1970; `nil` for one with a prefix.
    static func second(of id: String) -> Int64? {
        guard id.utf8.count == 24, id > devicePrefix + "~", let microseconds = UInt64(id.prefix(16), radix: 16) else {
            return nil
        }
        return Int64(clamping: microseconds / 1_000_000)
    }

    /// Returns a new id, of 24 hexadecimal digits, of which the first four are more than `0001`.
    static func make() -> String {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let microseconds = Int64(now.tv_sec) &* 1_000_000 &+ Int64(now.tv_nsec) / 1000
        return digits(UInt64(bitPattern: microseconds), 16) + digits(UInt64(UInt32.random(in: .min ... .max)), 8)
    }

    private static func digits(_ number: UInt64, _ count: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}

#endif
