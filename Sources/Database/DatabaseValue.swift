#if Service

/// A value of a statement's parameter or of a column.
///
/// The five storage classes of SQLite, each of which has an exact counterpart in PostgreSQL.
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

    /// Returns a Boolean as the schema stores it.
    public static func flag(_ value: Bool) -> DatabaseValue { .integer(value ? 1 : 0) }

    /// Returns text, or `NULL` for `nil`.
    public static func text(orNull value: String?) -> DatabaseValue {
        if let value { .text(value) } else { .null }
    }

    /// Returns an integer, or `NULL` for `nil`.
    public static func integer(orNull value: Int64?) -> DatabaseValue {
        if let value { .integer(value) } else { .null }
    }

    /// Whether both engines keep the value: PostgreSQL has no U+0000, SQLite no NaN.
    var isStorable: Bool {
        switch self {
        case .text(let text): !text.hasNull
        case .double(let double): !double.isNaN
        case .null, .integer, .blob: true
        }
    }
}

extension String {
    /// Whether the text has U+0000.
    fileprivate var hasNull: Bool {
        // Of the bytes themselves, which is faster than a search by way of the view's indices.
        unsafe utf8.withContiguousStorageIfAvailable { unsafe $0.contains(0) } ?? utf8.contains(0)
    }
}

#endif
