import ArgumentParser

/// What a script can tell apart. A thrown error exits with 1, wrong usage with 64.
enum ExitStatus {
    /// The user said no, or the pairing was refused.
    static let denied = ExitCode(2)
    /// Nobody answered in time.
    static let timedOut = ExitCode(3)
}

/// An error of the command line itself: one line that says what to do.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
