internal import OAuth1
internal import WebSyntax

/// A JSON object (RFC 8259) whose members are strings, numbers, Booleans and `null`, as parameters.
struct FlatJSONObject {
    private enum Value {
        case text(String)
        case null
    }

    private let bytes: [UInt8]
    private var index = 0

    /// Returns the members in their order, numbers and Booleans as they are spelled and without those that are `null`.
    ///
    /// - Parameters:
    ///   - bytes: The text, without white space around it.
    ///   - limit: The most members to accept.
    /// - Returns: `nil` if the text is no such object, or is not valid UTF-8.
    static func parameters(_ bytes: [UInt8], limit: Int) -> [Parameter]? {
        var object = FlatJSONObject(bytes: bytes)
        return object.members(limit: limit)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func members(limit: Int) -> [Parameter]? {
        var members: [Parameter] = []
        guard skip("{") else { return nil }
        if skip("}") { return index == bytes.count ? members : nil }
        repeat {
            guard members.count < limit, let name = string(), skip(":"), let value = value() else { return nil }
            if case .text(let text) = value { members.append(Parameter(name, text)) }
        } while skip(",")
        return skip("}") && index == bytes.count ? members : nil
    }

    /// Skips white space, and `character` if it is next; returns whether it was.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard let byte, UInt32(byte) == character.value else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { index += 1 }
    }

    /// Returns a value; `nil` if it is of another kind.
    private mutating func value() -> Value? {
        skipBlanks()
        if byte == UInt8(ascii: "\"") { return string().map { .text($0) } }
        let start = index
        while let byte, (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "+-.".utf8.contains(byte)
        {
            index += 1
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        if word == "null" { return .null }
        return word == "true" || word == "false" || Self.isNumber(word.utf8) ? .text(word) : nil
    }

    /// RFC 8259 section 6.
    private static func isNumber(_ text: String.UTF8View) -> Bool {
        var rest = Array(text)[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest.removeFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let hasZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !hasZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits() > 0 else { return false }
        }
        if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// RFC 8259 section 7.
    private mutating func string() -> String? {
        guard skip("\"") else { return nil }
        var content: [UInt8] = []
        while let next = byte {
            index += 1
            switch next {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escapedScalar() else { return nil }
                content.append(contentsOf: String(scalar).utf8)
            case 0x20...: content.append(next)
            default: return nil
            }
        }
        return nil
    }

    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let letter = byte else { return nil }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            guard (0xd800...0xdbff).contains(unit) else { return Unicode.Scalar(unit) }
            guard byte == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                return nil
            }
            index += 2
            guard let low = codeUnit(), (0xdc00...0xdfff).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = bytes[index].hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }
}
