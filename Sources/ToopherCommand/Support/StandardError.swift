import SystemPackage

/// Standard error.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) { write(line + "\n") }

    /// Writes a text.
    static func write(_ text: String) {
        // If standard error is closed, there is nowhere to report it.
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// Whether it is a terminal that can erase a line.
    static var erasesLines: Bool {
        isTerminalDescriptor(FileDescriptor.standardError.rawValue) && Environment.value("TERM") != "dumb"
    }
}
