import SystemPackage

/// Standard input.
enum StandardInput {
    /// Everything up to the end of input.
    /// - Parameter limit: the most bytes to accept.
    static func read(limit: Int) throws -> [UInt8] {
        try read(FileDescriptor.standardInput, limit: limit)
    }

    /// Everything up to the end of `file`.
    static func read(_ file: FileDescriptor, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else { throw CommandError("more than \(limit) bytes of input") }
        }
    }

    /// Whether a person sits at it.
    static var isTerminal: Bool { isTerminalDescriptor(FileDescriptor.standardInput.rawValue) }
}

/// Files that the command line names.
enum InputFile {
    /// Everything in the file at `path`.
    /// - Parameter limit: the most bytes to accept.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        return try StandardInput.read(file, limit: limit)
    }
}

/// Standard error.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) {
        // Nowhere to complain when standard error is closed.
        _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
    }
}
