#if Service

internal import CryptoCore
internal import Database

/// How many rows a table has, and a digest of their contents.
public struct TableSummary: Sendable, Hashable {
    /// The name of the table.
    public let name: String
    /// The number of rows.
    public private(set) var rowCount = 0
    /// The sum of the SHA-256 digests of the rows, as numbers of 64 bits each: the order of the rows makes no difference.
    private var sums: [UInt64] = [0, 0, 0, 0]

    init(name: String) {
        self.name = name
    }

    /// The digest of the contents, in hexadecimal digits.
    public var digest: String {
        Hex.encode(sums.flatMap { sum in (0..<8).map { UInt8(truncatingIfNeeded: sum >> (56 - 8 * $0)) } })
    }

    /// Adds a row.
    mutating func add(_ row: Row) throws(CryptoError) {
        let order = row.columns.indices.sorted { row.columns[$0] < row.columns[$1] }
        let digest = try Digest.sha256(order.flatMap { Self.bytes(of: row.columns[$0], row.values[$0]) })
        for index in sums.indices {
            sums[index] &+= digest[(8 * index)..<(8 * index + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        rowCount += 1
    }

    /// Returns a text of a column and its value. Lengths precede what varies, so no two rows have the same.
    private static func bytes(of column: String, _ value: DatabaseValue) -> [UInt8] {
        let (kind, content): (String, [UInt8]) =
            switch value {
            case .null: ("null", [])
            case .integer(let number): ("integer", Array(String(number).utf8))
            case .double(let number): ("double", Array(String(number.bitPattern).utf8))
            case .text(let text): ("text", Array(text.utf8))
            case .blob(let bytes): ("blob", bytes)
            }
        return Array("\(column) \(kind) \(content.count)\n".utf8) + content
    }
}

#endif
