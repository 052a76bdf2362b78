private import Glibc

/// A wall clock: whole seconds since 1970-01-01T00:00:00Z (`oauth_timestamp`).
public typealias UnixClock = @Sendable () -> Int64

/// The machine's wall clock.
public enum SystemClock {
    /// Reads the time of day.
    public static let unixSeconds: UnixClock = { Int64(time(nil)) }
}
