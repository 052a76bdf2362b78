import SystemPackage

/// Standard output, written in large pieces.
struct BufferedOutput {
    private var bytes: [UInt8] = []

    /// Appends one line.
    mutating func append(_ line: String) {
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
        // A failing write shows at the next flush.
        if bytes.count > 256 << 10 { try? flush() }
    }

    /// Writes what was appended.
    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        defer { bytes.removeAll(keepingCapacity: true) }
        _ = try FileDescriptor.standardOutput.writeAll(bytes)
    }
}
