#if Service

internal import Database

/// The service's state, in the words of the domain. SQL lives here and nowhere else.
struct Store: Sendable {
    let database: DatabaseQueue

    init(path: String) throws(DatabaseError) {
        database = try DatabaseQueue(path: path, migrations: Schema.migrations)
    }
}

extension Row {
    /// A column that holds one of a fixed set of words.
    func word<Word: RawRepresentable>(_ name: String) throws(DatabaseError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name)) else { throw .unexpectedColumn(name: name) }
        return word
    }
}

#endif
