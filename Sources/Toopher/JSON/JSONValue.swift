internal import WebSyntax

/// A JSON value.
///
/// Fields of the service that this library does not know are available as such values. RFC 8259.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without a fraction that fits 64 bits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object. The order of its members has no meaning in JSON and is not kept.
    case object([String: JSONValue])
}

extension JSONValue {
    /// Creates the value of a JSON text.
    ///
    /// Fails for malformed text, for values that are nested more than 32 levels deep, and for an object that has two
    /// members of one name.
    ///
    /// - Parameter text: The text in UTF-8.
    public init?(parsing text: [UInt8]) {
        guard let value = try? JSONParser.parse(text) else { return nil }
        self = value
    }

    /// The member with the given name; `nil` if it is missing or the value is not an object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The element at the given index; `nil` if there is none or the value is not an array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The string; `nil` for a value of another kind.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The Boolean; `nil` for a value of another kind, such as `"true"` or 1.
    public var boolValue: Bool? {
        guard case .bool(let truth) = self else { return nil }
        return truth
    }

    /// The integer, which may be spelled as a string of decimal digits; `nil` for any other value.
    public var integerValue: Int64? {
        switch self {
        case .integer(let number): number
        case .string(let digits): DecimalInteger.parse(digits)
        default: nil
        }
    }
}
