import ArgumentParser

/// What a script can tell apart. A thrown error exits with 1, wrong usage with 64.
enum ExitStatus {
    /// The user said no, or the pairing was refused.
    static let denied = ExitCode(2)
    /// Nobody answered in time.
    static let timedOut = ExitCode(3)
}
