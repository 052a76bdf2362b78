import SystemPackage

/// Standard output, written in large blocks.
struct BufferedOutput {
    private var bytes: [UInt8] = []

    /// Appends one line.
    mutating func append(_ line: String) {
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
        // The next flush throws the error again.
        if bytes.count > 256 << 10 { try? flush() }
    }

    /// Writes the appended lines.
    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        defer { bytes.removeAll(keepingCapacity: true) }
        _ = try FileDescriptor.standardOutput.writeAll(bytes)
    }
}
