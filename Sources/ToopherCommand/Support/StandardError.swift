import SystemPackage

/// Standard error.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) {
        // Nowhere to complain when standard error is closed.
        _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
    }
}
