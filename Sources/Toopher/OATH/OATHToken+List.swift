extension OATHToken {
    /// The longest list, in bytes.
    static let maximumListLength = 16 << 20

    /// Returns the tokens of a manufacturer's list.
    ///
    /// ```swift
    /// let tokens = try OATHToken.list(from: file, format: .safeNet)
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: The file, at most 16 MiB of UTF-8. It contains the seeds: delete it after provisioning.
    ///   - format: The columns of the list.
    /// - Throws: ``ToopherError/invalidTokenList(line:reason:)``, which never repeats the line.
    public static func list(from bytes: [UInt8], format: TokenListFormat) throws(ToopherError) -> [OATHToken] {
        guard bytes.count <= maximumListLength else {
            throw .invalidTokenList(line: 1, reason: "the list is too long")
        }
        guard let separator = format.separator.asciiValue else {
            throw .invalidArgument(name: "separator", reason: "it is not an ASCII character")
        }
        var table = TableReader(bytes, separator: separator, skipsSpaces: format.skipsSpaces)
        guard let first = try table.next() else { throw .invalidTokenList(line: 1, reason: "there are no columns") }
        let columns = try TokenColumns(first, format)
        var tokens: [OATHToken] = []
        while let row = try table.next() { tokens.append(try columns.token(row.columns, line: row.line)) }
        return tokens
    }
}
