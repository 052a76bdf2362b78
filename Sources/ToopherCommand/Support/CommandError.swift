import ArgumentParser

/// An error of the command line: one line that says what to do.
struct CommandError: Error, CustomStringConvertible {
    let description: String
    /// The exit status of the program.
    let status: ExitCode

    /// Creates an error with its message.
    init(_ description: String, status: ExitCode = ExitStatus.failure) {
        self.description = description
        self.status = status
    }
}
