import FoundationEssentials

/// JSON for scripts: one object in a line.
enum JSONLine {
    /// Returns a value as JSON. What is `nil` is left out; names are in snake case, and sorted.
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
