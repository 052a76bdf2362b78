internal import WebSyntax

/// The members of a JSON object, as clients sign them that take them for parameters.
///
/// Total on arbitrary bytes, in one pass; what is not an object has no members.
struct JSONMembers {
    /// The members: strings without quotes and escape sequences, other values as they are written.
    private(set) var members: [(name: [UInt8], value: [UInt8], isNested: Bool)] = []

    private let bytes: [UInt8]
    private let limit: Int
    private var index = 0

    /// Reads an object; one with more than `limit` members has none.
    init(_ bytes: [UInt8], limit: Int = 1000) {
        self.bytes = bytes
        self.limit = limit
        guard let object = object() else { return }
        members = object
    }

    private var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func object() -> [(name: [UInt8], value: [UInt8], isNested: Bool)]? {
        var members: [(name: [UInt8], value: [UInt8], isNested: Bool)] = []
        guard skip("{") else { return nil }
        repeat {
            skipBlanks()
            guard members.count < limit, let name = string(), skip(":") else { return nil }
            skipBlanks()
            if next == UInt8(ascii: "\"") {
                guard let value = string() else { return nil }
                members.append((name, value, false))
            } else {
                let start = index
                let isNested = skipValue()
                guard index > start else { return nil }
                members.append((name, Array(bytes[start..<index]).trimmed, isNested))
            }
        } while skip(",")
        return skip("}") ? members : nil
    }

    private mutating func skipBlanks() {
        while next.isBlank { index += 1 }
    }

    /// Skips a character with the white space in front of it, and returns whether it was there.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Skips a value up to the comma or the brace behind it, and returns whether it is an object or an array.
    private mutating func skipValue() -> Bool {
        let isNested = next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
        var depth = 0
        while index < bytes.count {
            switch next {
            case UInt8(ascii: "\""):
                guard string() != nil else { return isNested }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ",") where depth == 0: return isNested
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return isNested }
                depth -= 1
            default: break
            }
            index += 1
        }
        return isNested
    }

    /// Returns the content of the string at this place; `nil` if it is malformed.
    private mutating func string() -> [UInt8]? {
        guard next == UInt8(ascii: "\"") else { return nil }
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return content }
            if byte == UInt8(ascii: "\\") {
                guard appendEscaped(to: &content) else { return nil }
            } else {
                content.append(byte)
            }
        }
        return nil
    }

    /// Appends the character of the escape sequence behind a backslash.
    ///
    /// RFC 8259 section 7.
    private mutating func appendEscaped(to content: inout [UInt8]) -> Bool {
        let byte = next
        index += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "u"):
            guard let high = codeUnit() else { return false }
            var units = [high]
            if 0xd800...0xdbff ~= high, next == UInt8(ascii: "\\"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "u")
            {
                index += 2
                guard let low = codeUnit() else { return false }
                units.append(low)
            }
            content += Array(String(decoding: units, as: UTF16.self).utf8)
        default: return false
        }
        return true
    }

    private mutating func codeUnit() -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}
