/// A reader of lines with columns. A column in double quotes may contain the separator, line ends and doubled quotes.
///
/// RFC 4180.
struct TableReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private let skipsSpaces: Bool
    private var index = 0

    /// The number of the current line, counted from 1.
    private(set) var line = 1

    /// Creates a reader of UTF-8 text, with or without a byte order mark.
    init(_ bytes: [UInt8], separator: UInt8, skipsSpaces: Bool) {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.bytes = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
        self.separator = separator
        self.skipsSpaces = skipsSpaces
    }

    /// Returns the columns and the number of the next line that is not empty; `nil` after the last one.
    mutating func next() throws(ToopherError) -> (line: Int, columns: [String])? {
        while index < bytes.count {
            let start = line
            let columns = try row()
            if columns != [""] { return (start, columns) }
        }
        return nil
    }

    private mutating func row() throws(ToopherError) -> [String] {
        var columns: [String] = []
        while true {
            if skipsSpaces { while peek == UInt8(ascii: " ") { index += 1 } }
            let column = peek == UInt8(ascii: "\"") ? try quoted() : plain()
            guard let text = String(validating: column, as: UTF8.self) else {
                throw .invalidTokenList(line: line, reason: "it is not valid UTF-8")
            }
            columns.append(text)
            if peek == separator {
                index += 1
            } else {
                try endLine()
                return columns
            }
        }
    }

    private mutating func plain() -> [UInt8] {
        let start = index
        while let byte = peek, byte != separator, !isLineEnd(byte) { index += 1 }
        return Array(bytes[start..<index])
    }

    private mutating func quoted() throws(ToopherError) -> [UInt8] {
        let start = line
        var column: [UInt8] = []
        index += 1
        while let byte = peek {
            index += 1
            if byte == UInt8(ascii: "\"") {
                guard peek == byte else { return column }
                index += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            column.append(byte)
        }
        throw .invalidTokenList(line: start, reason: "a quote is not closed")
    }

    private mutating func endLine() throws(ToopherError) {
        guard let byte = peek else { return }
        guard isLineEnd(byte) else {
            throw .invalidTokenList(line: line, reason: "text follows a closing quote")
        }
        index += 1
        if byte == UInt8(ascii: "\r"), peek == UInt8(ascii: "\n") { index += 1 }
        line += 1
    }

    private var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
