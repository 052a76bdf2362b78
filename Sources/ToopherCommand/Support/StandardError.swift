import SystemPackage

/// Standard error.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) {
        // If standard error is closed, there is nowhere to report it.
        _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
    }
}
