#if Service

/// A value that is bound to a statement's parameter or read from a column.
///
/// The five storage classes that SQLite knows; each has an exact counterpart in PostgreSQL.
public enum DatabaseValue: Sendable, Hashable {
    /// SQL `NULL`.
    case null
    /// A 64-bit integer. Booleans are stored as 0 and 1.
    case integer(Int64)
    /// A double-precision number.
    case double(Double)
    /// UTF-8 text.
    case text(String)
    /// Raw bytes.
    case blob([UInt8])

    /// A boolean as the schema stores it.
    public static func flag(_ value: Bool) -> DatabaseValue { .integer(value ? 1 : 0) }

    /// Text, or `NULL` when absent.
    public static func text(orNull value: String?) -> DatabaseValue {
        if let value { .text(value) } else { .null }
    }

    /// An integer, or `NULL` when absent.
    public static func integer(orNull value: Int64?) -> DatabaseValue {
        if let value { .integer(value) } else { .null }
    }
}

#endif
