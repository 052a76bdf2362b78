#if Service

/// A file with settings: `name = value`, one in a line. A line that begins with `#` is a comment.
///
/// A value is everything behind the equals sign, without the white space around it; there are no quotation marks.
struct ConfigurationFile: Sendable, Hashable {
    /// A line that sets something.
    struct Line: Sendable, Hashable {
        var number: Int
        var name: String
        var value: String
    }

    private static let maximumBytes = 64 << 10

    let path: String
    let lines: [Line]

    /// Reads the file at `path`.
    ///
    /// - Throws: ``CommandError``, which names the line.
    static func read(_ path: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: path, bytes: InputFile.readOrName(path, limit: maximumBytes))
    }

    /// Parses the content of a file.
    init(path: String, bytes: [UInt8]) throws(CommandError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(path) is not UTF-8")
        }
        self.path = path
        var lines: [Line] = []
        // Scalars: a carriage return and a line feed are one character.
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = Self.trimmed(Substring(line))
            guard !line.isEmpty, line.first != "#" else { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw CommandError("\(path):\(index + 1): a line is name = value")
            }
            let (name, value) = (Self.trimmed(line[..<equals]), Self.trimmed(line[line.index(after: equals)...]))
            guard !name.isEmpty else { throw CommandError("\(path):\(index + 1): a line is name = value") }
            lines.append(Line(number: index + 1, name: String(name), value: String(value)))
        }
        self.lines = lines
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return text[first...last]
    }
}

#endif
