import FoundationEssentials

@testable import Toopher

/// Foundation's JSON coders, for comparison.
enum FoundationJSON {
    static func decode(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    static func encode(_ value: JSONValue) throws -> [UInt8] {
        [UInt8](try JSONEncoder().encode(value))
    }
}
