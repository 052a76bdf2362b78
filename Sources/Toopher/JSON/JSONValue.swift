/// Any JSON value (RFC 8259), as the service sent it: how the fields that this library does not know stay reachable.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`; a number is never taken for one.
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
    /// The value of a JSON text, or nil when `text` is none: nested deeper than 32 levels, with a name
    /// twice in one object, or with anything behind its end.
    public init?(text: [UInt8]) {
        guard let value = try? JSONParser.parse(text) else { return nil }
        self = value
    }

    /// The member of that name, when this is an object that has it.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The element at that position, when this is an array that long.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text, when this is a string.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The truth value, when this is `true` or `false` itself: not `"true"`, not 1.
    public var boolValue: Bool? {
        guard case .bool(let truth) = self else { return nil }
        return truth
    }

    /// The number, when this is an integer, or a string that spells one in decimal digits.
    public var integerValue: Int64? {
        switch self {
        case .integer(let number): number
        case .string(let digits): DecimalInteger.parse(digits)
        default: nil
        }
    }
}

/// The one spelling of an integer that this library takes from a text field.
enum DecimalInteger {
    /// An optional minus sign and 1 to 18 ASCII digits: always within 64 bits, nothing around it.
    static func parse(_ text: String) -> Int64? {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard (1...18).contains(digits.count) else { return nil }
        var magnitude: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            magnitude = magnitude * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return isNegative ? -magnitude : magnitude
    }
}
