#if Service

/// The prepared statements of a connection, by their texts.
///
/// The text of a statement is a constant, nearly always at one address. There its statement is found without hashing
/// hundreds of bytes; and nothing but the address of the text is compared, unless it has several.
struct StatementCache<Statement> {
    private typealias Entry = (sql: String, statement: Statement)

    /// A power of two, some times the number of texts that are in use at a time.
    private static var slotCount: UInt { 256 }

    private var statements: [String: Statement] = [:]
    /// Those that were found last, by the address of the text. An entry keeps its text, so nothing else gets its address.
    private var slots = [Entry?](repeating: nil, count: Int(slotCount))

    var count: Int { statements.count }

    /// Returns the statement of a text.
    mutating func statement(_ sql: String) -> Statement? {
        let slot = Self.slot(of: sql)
        if let slot, let entry = slots[slot], entry.sql == sql { return entry.statement }
        guard let statement = statements[sql] else { return nil }
        if let slot { slots[slot] = (sql, statement) }
        return statement
    }

    mutating func insert(_ statement: Statement, _ sql: String) {
        statements[sql] = statement
        if let slot = Self.slot(of: sql) { slots[slot] = (sql, statement) }
    }

    mutating func removeAll() {
        statements.removeAll()
        for slot in slots.indices { slots[slot] = nil }
    }

    /// Returns where the statement of a text may be; `nil` for a text without an address.
    private static func slot(of sql: String) -> Int? {
        let address = unsafe sql.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) }
        // The golden ratio spreads addresses that are multiples of something.
        return address.map { Int(($0 &* 0x9E37_79B9_7F4A_7C15) >> 32 & (slotCount - 1)) }
    }
}

#endif
