internal import CryptoCore

/// The positions of a token list's columns.
struct TokenColumns {
    private let format: TokenListFormat
    private let count: Int
    private let secret: Int
    private let serial: Int?
    private let kind: Int?
    private let digits: Int?
    private let algorithm: Int?
    private let timeStep: Int?

    /// Finds the columns that the format names.
    init(_ first: (line: Int, columns: [String]), _ format: TokenListFormat) throws(ToopherError) {
        func index(_ name: String?) throws(ToopherError) -> Int? {
            guard let name else { return nil }
            let indices = first.columns.indices.filter { first.columns[$0] == name }
            guard indices.count == 1 else {
                throw .invalidTokenList(line: first.line, reason: "it does not name the column \(name) once")
            }
            return indices[0]
        }
        self.format = format
        count = first.columns.count
        secret = try index(format.secretColumn) ?? 0
        serial = try index(format.serialColumn)
        kind = try index(format.kindColumn)
        digits = try index(format.digitsColumn)
        algorithm = try index(format.algorithmColumn)
        timeStep = try index(format.timeStepColumn)
    }

    /// Returns the token of a line.
    func token(_ columns: [String], line: Int) throws(ToopherError) -> OATHToken {
        guard columns.count >= count, columns[count...].allSatisfy(\.isEmpty) else {
            throw .invalidTokenList(line: line, reason: "it has another number of columns than the first")
        }
        /// Returns the value of a column; the format's own if the column is missing or empty.
        func value<Value>(
            _ index: Int?, _ name: String, _ fallback: Value, _ parse: (String) -> Value?
        ) throws(ToopherError) -> Value {
            guard let index, !columns[index].isEmpty else { return fallback }
            guard let value = parse(columns[index]) else {
                throw .invalidTokenList(line: line, reason: "its \(name) is malformed")
            }
            return value
        }
        let token = OATHToken(
            secret: try seed(columns[secret], line: line),
            requesterSpecifiedID: try value(serial, "serial number", nil) { .some($0) },
            kind: try value(kind, "kind", format.kind) { OATHToken.Kind(rawValue: $0.lowercased()) },
            digits: try value(digits, "number of digits", format.digits) { Int($0).map { .some($0) } },
            algorithm: try value(algorithm, "algorithm", format.algorithm) {
                OATHToken.Algorithm(rawValue: $0.lowercased().filter { $0 != "-" })
            },
            timeStep: try value(timeStep, "time step", format.timeStep) { Int64($0).map { .seconds($0) } })
        do { _ = try token.fields() } catch {
            throw .invalidTokenList(line: line, reason: "no service could check this token")
        }
        return token
    }

    private func seed(_ text: String, line: Int) throws(ToopherError) -> SecretBytes {
        let bytes: [UInt8]?
        switch format.secretEncoding {
        case .hexadecimal: bytes = Hex.decode(text)
        case .ascii: bytes = text.utf8.allSatisfy { $0 < 128 } ? Array(text.utf8) : nil
        }
        guard let bytes, !bytes.isEmpty else { throw .invalidTokenList(line: line, reason: "its seed is malformed") }
        return SecretBytes(bytes)
    }
}
