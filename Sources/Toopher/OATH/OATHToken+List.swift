internal import CryptoCore

extension OATHToken {
    /// How long a list may be.
    static let longestList = 16 << 20

    /// Reads the list of tokens that came with a delivery.
    ///
    /// ```swift
    /// let tokens = try OATHToken.list(file, style: .safenet)
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: The file, at most 16 MiB of UTF-8. It holds the seeds: delete it when the tokens are provisioned.
    ///   - style: What its columns are called and mean.
    /// - Throws: ``ToopherError/invalidTokenList(line:reason:)``, which never says what stands in the line.
    public static func list(_ bytes: [UInt8], style: TokenListStyle) throws(ToopherError) -> [OATHToken] {
        guard bytes.count <= longestList else { throw .invalidTokenList(line: 1, reason: "the list is too long") }
        guard let separator = style.separator.asciiValue else {
            throw .invalidArgument(name: "separator", reason: "it is not an ASCII character")
        }
        var table = TableReader(bytes, separator: separator, skipsSpaces: style.skipsSpaces)
        guard let first = try table.next() else { throw .invalidTokenList(line: 1, reason: "there are no columns") }
        let columns = try TokenColumns(first, style)
        var tokens: [OATHToken] = []
        while let row = try table.next() { tokens.append(try columns.token(row.columns, line: row.line)) }
        return tokens
    }
}

/// Where in a line of the list everything is.
private struct TokenColumns {
    private let style: TokenListStyle
    private let count: Int
    private let secret: Int
    private let serial: Int?
    private let kind: Int?
    private let digits: Int?
    private let algorithm: Int?
    private let stepSize: Int?

    init(_ first: (line: Int, columns: [String]), _ style: TokenListStyle) throws(ToopherError) {
        func index(_ name: String?) throws(ToopherError) -> Int? {
            guard let name else { return nil }
            let places = first.columns.indices.filter { first.columns[$0] == name }
            guard places.count == 1 else {
                throw .invalidTokenList(line: first.line, reason: "it does not name the column \(name) once")
            }
            return places[0]
        }
        self.style = style
        count = first.columns.count
        secret = try index(style.secretColumn) ?? 0
        serial = try index(style.serialColumn)
        kind = try index(style.kindColumn)
        digits = try index(style.digitsColumn)
        algorithm = try index(style.algorithmColumn)
        stepSize = try index(style.stepSizeColumn)
    }

    func token(_ columns: [String], line: Int) throws(ToopherError) -> OATHToken {
        guard columns.count >= count, columns[count...].allSatisfy(\.isEmpty) else {
            throw .invalidTokenList(line: line, reason: "it has another number of columns than the first")
        }
        /// The column's own value if it has one, else what the style says.
        func value<Value>(
            _ index: Int?, _ name: String, _ fallback: Value, _ parse: (String) -> Value?
        ) throws(ToopherError) -> Value {
            guard let index, !columns[index].isEmpty else { return fallback }
            guard let value = parse(columns[index]) else {
                throw .invalidTokenList(line: line, reason: "its \(name) is not one")
            }
            return value
        }
        let token = OATHToken(
            secret: try seed(columns[secret], line: line),
            requesterSpecifiedID: try value(serial, "serial number", nil) { .some($0) },
            kind: try value(kind, "kind", style.kind) { OATHToken.Kind(rawValue: $0.lowercased()) },
            digits: try value(digits, "number of digits", style.digits) { Int($0).map { .some($0) } },
            algorithm: try value(algorithm, "algorithm", style.algorithm) {
                OATHToken.Algorithm(rawValue: $0.lowercased().filter { $0 != "-" })
            },
            stepSize: try value(stepSize, "step size", style.stepSize) { Int($0) })
        do { _ = try token.fields() } catch {
            throw .invalidTokenList(line: line, reason: "it describes no token that could be checked")
        }
        return token
    }

    private func seed(_ text: String, line: Int) throws(ToopherError) -> SecretBytes {
        let bytes: [UInt8]?
        switch style.secretEncoding {
        case .hexadecimal: bytes = Hex.decode(text)
        case .ascii: bytes = text.utf8.allSatisfy { $0 < 128 } ? Array(text.utf8) : nil
        }
        guard let bytes, !bytes.isEmpty else { throw .invalidTokenList(line: line, reason: "its seed is not one") }
        return SecretBytes(bytes)
    }
}
