/// An error of the command line: one line that says what to do.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    /// Creates an error with its message.
    init(_ description: String) {
        self.description = description
    }
}
