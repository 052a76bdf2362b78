import ArgumentParser

/// Exit statuses besides 1, of a thrown error, and 64, of wrong usage.
enum ExitStatus {
    /// The authentication request or the pairing was denied; the log is not what it claims to be.
    static let denied = ExitCode(2)
    /// There was no decision in time.
    static let timedOut = ExitCode(3)
}
