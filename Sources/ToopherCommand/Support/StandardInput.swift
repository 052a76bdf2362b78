import SystemPackage

/// Standard input.
enum StandardInput {
    /// Reads everything up to the end of input.
    ///
    /// - Parameter limit: The most bytes to accept.
    static func read(limit: Int) throws -> [UInt8] {
        try read(FileDescriptor.standardInput, limit: limit)
    }

    /// Reads everything up to the end of `file`.
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

    /// Whether it is a terminal.
    static var isTerminal: Bool { isTerminalDescriptor(FileDescriptor.standardInput.rawValue) }
}
