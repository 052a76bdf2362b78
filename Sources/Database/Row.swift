#if Service

/// A row of a result, copied from the engine.
public struct Row: Sendable, Hashable {
    /// The names of the columns, in the order of the select list.
    public let columns: [String]
    /// The values, in the same order.
    public let values: [DatabaseValue]

    init(columns: [String], values: [DatabaseValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of the first column of this name; `nil` if there is none.
    public subscript(name: String) -> DatabaseValue? {
        columns.firstIndex(of: name).map { values[$0] }
    }

    /// Returns the text of a column.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func text(_ name: String) throws(DatabaseError) -> String {
        guard case .text(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }

    /// Returns the text of a column; `nil` for `NULL`.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func optionalText(_ name: String) throws(DatabaseError) -> String? {
        if case .null? = self[name] { return nil }
        return try text(name)
    }

    /// Returns the integer of a column.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func integer(_ name: String) throws(DatabaseError) -> Int64 {
        guard case .integer(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }

    /// Returns the integer of a column; `nil` for `NULL`.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func optionalInteger(_ name: String) throws(DatabaseError) -> Int64? {
        if case .null? = self[name] { return nil }
        return try integer(name)
    }

    /// Returns the Boolean of a column, stored as 0 or 1.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func flag(_ name: String) throws(DatabaseError) -> Bool {
        try integer(name) != 0
    }

    /// Returns the bytes of a column.
    ///
    /// - Throws: ``DatabaseError/unexpectedColumn(name:)``.
    public func blob(_ name: String) throws(DatabaseError) -> [UInt8] {
        guard case .blob(let value)? = self[name] else { throw .unexpectedColumn(name: name) }
        return value
    }
}

#endif
