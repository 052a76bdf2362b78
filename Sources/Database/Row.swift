#if Service

/// One row of a result, copied out of the engine: valid for as long as anyone keeps it.
public struct Row: Sendable, Hashable {
    /// The names of the columns, in the order of the select list.
    public let columns: [String]
    /// The values, in the same order.
    public let values: [DatabaseValue]

    init(columns: [String], values: [DatabaseValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of the first column of that name; nil when there is none.
    public subscript(name: String) -> DatabaseValue? {
        columns.firstIndex(of: name).map { values[$0] }
    }

    /// Text that must be there.
    public func text(_ name: String) throws(DatabaseError) -> String {
        guard case .text(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }

    /// Text, or nil for `NULL`.
    public func optionalText(_ name: String) throws(DatabaseError) -> String? {
        if case .null? = self[name] { return nil }
        return try text(name)
    }

    /// An integer that must be there.
    public func integer(_ name: String) throws(DatabaseError) -> Int64 {
        guard case .integer(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }

    /// An integer, or nil for `NULL`.
    public func optionalInteger(_ name: String) throws(DatabaseError) -> Int64? {
        if case .null? = self[name] { return nil }
        return try integer(name)
    }

    /// A boolean, stored as 0 or 1.
    public func flag(_ name: String) throws(DatabaseError) -> Bool {
        try integer(name) != 0
    }

    /// Bytes that must be there.
    public func blob(_ name: String) throws(DatabaseError) -> [UInt8] {
        guard case .blob(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }
}

#endif
