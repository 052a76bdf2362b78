import AuditLog

/// A file with heads that were kept.
enum KeptHeads {
    /// The most bytes of a file: one head a minute for a year.
    private static let maximumBytes = 256 << 20

    /// Reads the heads, one in a line.
    ///
    /// - Throws: ``CommandError`` if a line is no head, or not signed by its key.
    static func read(_ path: String) throws -> [KeptHead] {
        let bytes = try InputFile.readOrName(path, limit: maximumBytes)
        var heads: [KeptHead] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let head = KeptHead(line: Array(line)) else {
                throw CommandError("\(path): head \(number + 1) is malformed, or not signed by its key")
            }
            heads.append(head)
        }
        guard !heads.isEmpty else { throw CommandError("\(path) has no heads") }
        return heads
    }
}
