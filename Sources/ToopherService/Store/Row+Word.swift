#if Service

internal import Database

extension Row {
    /// Returns the value of a column that holds one of a fixed set of words.
    func word<Word: RawRepresentable>(_ name: String) throws(DatabaseError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name)) else { throw .unexpectedColumn(name: name) }
        return word
    }
}

#endif
