/// A line of a list, for people or for scripts.
protocol ListedRow: Encodable {
    var id: String { get }
    /// The columns, with a tab between.
    var text: String { get }
}

extension ListedRow {
    /// Returns the line.
    ///
    /// - Parameter asJSON: Whether it is a JSON object, in place of columns.
    func line(asJSON: Bool) throws -> String { asJSON ? try JSONLine.of(self) : text }
}
