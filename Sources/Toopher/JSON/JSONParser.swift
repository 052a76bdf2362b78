internal import WebSyntax

/// A parser of JSON text with a bounded depth.
///
/// RFC 8259; an object with two members of one name is malformed here.
struct JSONParser {
    // FoundationEssentials 6.3: decoding a value of unknown kind throws at each wrong guess; 256 KiB of small numbers
    // took 14 seconds. It also accepts a trailing comma and two members of one name.

    /// How deep arrays and objects may be nested. The Toopher protocol needs four levels.
    static let maximumDepth = 32

    /// The longest number, in characters.
    static let maximumNumberLength = 64

    /// The text is malformed or exceeds a limit.
    struct Failure: Error {}

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns the value of a JSON text in UTF-8.
    static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw Failure() }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func members(depth: Int) throws(Failure) -> [String: JSONValue] {
        guard depth <= Self.maximumDepth else { throw Failure() }
        var members: [String: JSONValue] = [:]
        index += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            let name = try string()
            skipSpace()
            guard take(":") else { throw Failure() }
            guard members.updateValue(try value(depth: depth), forKey: name) == nil else { throw Failure() }
            skipSpace()
        } while take(",")
        guard take("}") else { throw Failure() }
        return members
    }

    private mutating func elements(depth: Int) throws(Failure) -> [JSONValue] {
        guard depth <= Self.maximumDepth else { throw Failure() }
        var elements: [JSONValue] = []
        index += 1
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try value(depth: depth))
            skipSpace()
        } while take(",")
        guard take("]") else { throw Failure() }
        return elements
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let spelling = Array(word.description.utf8)
        guard bytes[index...].starts(with: spelling) else { throw Failure() }
        index += spelling.count
        return value
    }

    private mutating func string() throws(Failure) -> String {
        guard take("\"") else { throw Failure() }
        var text: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw Failure() }
                return string
            case UInt8(ascii: "\\"): text += try escapeSequence().utf8
            case 0..<0x20: throw Failure()
            default: text.append(byte)
            }
        }
        throw Failure()
    }

    /// Parses an escape sequence after its backslash.
    private mutating func escapeSequence() throws(Failure) -> String {
        guard let byte = peek else { throw Failure() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw Failure()
        }
    }

    /// Parses the digits of one code unit, or of the two of a surrogate pair.
    private mutating func unicodeEscape() throws(Failure) -> String {
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]) {
            guard take("\\"), take("u") else { throw Failure() }
            units.append(try codeUnit())
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw Failure() }
        return text
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek?.hexDigitValue else { throw Failure() }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = index
        _ = take("-")
        let startsWithZero = peek == UInt8(ascii: "0")
        let digitCount = skipDigits()
        guard digitCount == 1 || digitCount > 1 && !startsWithZero else { throw Failure() }
        var isInteger = true
        if take(".") {
            isInteger = false
            guard skipDigits() > 0 else { throw Failure() }
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            guard skipDigits() > 0 else { throw Failure() }
        }
        guard index - start <= Self.maximumNumberLength else { throw Failure() }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw Failure() }
        return .number(number)
    }

    private var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while peek?.isASCIIDigit == true { index += 1 }
        return index - start
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { index += 1 }
    }
}
