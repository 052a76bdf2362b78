private import Glibc

/// A wall clock that returns whole seconds since 1970-01-01T00:00:00Z, as in `oauth_timestamp`.
///
/// RFC 5849 section 3.3.
public typealias UnixClock = @Sendable () -> Int64

/// The wall clock of the machine.
public enum SystemClock {
    /// Reads the time of day.
    public static let unixSeconds: UnixClock = { Int64(time(nil)) }
}
