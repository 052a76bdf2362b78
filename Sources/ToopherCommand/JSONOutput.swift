import FoundationEssentials
import Toopher

/// JSON on standard output.
enum JSONOutput {
    /// `value` on one line, members in the order of their names.
    static func line(_ value: JSONValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
