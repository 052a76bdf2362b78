import SystemPackage

/// A reader of the lines of standard input or of another file.
struct LineReader {
    /// A line without its line end.
    enum Line {
        case text([UInt8])
        /// A line over the limit, which is skipped.
        case tooLong
    }

    private let file: FileDescriptor
    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where the next line begins in the buffer, and how far the buffer has been searched for its end.
    private var (start, searched) = (0, 0)
    private var hasEnded = false
    private var isSkipping = false

    /// Creates a reader of lines of at most `limit` bytes.
    init(_ file: FileDescriptor = .standardInput, limit: Int) {
        self.file = file
        self.limit = limit
    }

    /// Returns the next line that is not empty; `nil` at the end of input.
    ///
    /// - Parameter beforeWaiting: Called before more input is read.
    mutating func next(beforeWaiting: () throws -> Void) throws -> Line? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = takeLine(to: end)
                if isSkipping {
                    isSkipping = false
                    return .tooLong
                }
                if !line.isEmpty { return .text(line) }
                continue
            }
            searched = buffer.count
            if hasEnded {
                let line = Array(buffer[start...])
                (buffer, start, searched) = ([], 0, 0)
                if isSkipping { return .tooLong }
                return line.isEmpty ? nil : .text(line)
            }
            try beforeWaiting()
            try fill()
        }
    }

    private mutating func takeLine(to end: Int) -> [UInt8] {
        var line = buffer[start..<end]
        (start, searched) = (end + 1, end + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return Array(line)
    }

    private mutating func fill() throws {
        buffer.removeSubrange(..<start)
        (start, searched) = (0, searched - start)
        if buffer.count > limit {
            isSkipping = true
            (buffer, searched) = ([], 0)
        }
        var block = [UInt8](repeating: 0, count: 64 << 10)
        let count = try unsafe block.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { hasEnded = true }
        buffer += block.prefix(count)
    }
}
