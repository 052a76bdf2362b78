#if Service

/// A parser of a JSON array of objects without inner ones, such as the list of tokens of `bulk_provision`.
///
/// Its time and memory are proportional to the text, whatever the text has; there is no depth to exhaust. RFC 8259.
struct FlatJSONReader {
    /// The members of an object: the text of a string, the literal of a number, `true` or `false`. A member that is `null`
    /// is left out.
    typealias Members = [(name: String, value: String)]

    static let maximumMemberCount = 64

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns the objects of an array; `nil` if the text is malformed, has other values, names a member twice, or has more
    /// than ``maximumMemberCount`` members in an object.
    static func objects(in text: [UInt8]) -> [Members]? {
        var reader = FlatJSONReader(text)
        guard reader.skip("["), let objects = reader.objects() else { return nil }
        reader.skipBlanks()
        return reader.index == reader.bytes.count ? objects : nil
    }

    private mutating func objects() -> [Members]? {
        var objects: [Members] = []
        if skip("]") { return objects }
        repeat {
            guard let members = object() else { return nil }
            objects.append(members)
        } while skip(",")
        return skip("]") ? objects : nil
    }

    private mutating func object() -> Members? {
        guard skip("{") else { return nil }
        if skip("}") { return [] }
        var members: Members = []
        // As bytes: `==` of strings would take two spellings of one character for the same.
        var names: Set<[UInt8]> = []
        repeat {
            guard let name = string(), names.insert(Array(name.utf8)).inserted,
                names.count <= Self.maximumMemberCount, skip(":"), let value = scalar()
            else { return nil }
            if let text = value.text { members.append((name, text)) }
        } while skip(",")
        return skip("}") ? members : nil
    }

    private enum Scalar {
        case null
        case literal(String)

        var text: String? { if case .literal(let text) = self { text } else { nil } }
    }

    private mutating func scalar() -> Scalar? {
        skipBlanks()
        if peek == UInt8(ascii: "\"") { return string().map { .literal($0) } }
        if skip(word: "null") { return .null }
        for word in ["true", "false"] where skip(word: word) { return .literal(word) }
        return number().map { .literal($0) }
    }

    private mutating func number() -> String? {
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") {
            index += 1
        } else {
            guard skipDigits() else { return nil }
        }
        if peek == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return nil }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() else { return nil }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func string() -> String? {
        skipBlanks()
        guard peek == UInt8(ascii: "\"") else { return nil }
        index += 1
        var content: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escapeSequence() else { return nil }
                content += String(Character(scalar)).utf8
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escapeSequence() -> Unicode.Scalar? {
        guard let byte = peek else { return nil }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let first = codeUnit() else { return nil }
            // `nil` for a surrogate, which needs its other half.
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard (0xD800..<0xDC00).contains(first), take("\\"), take("u"), let second = codeUnit(),
                (0xDC00..<0xE000).contains(second)
            else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt32? {
        guard bytes.count - index >= 4 else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        index += 4
        return unit
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    /// Skips at least one digit; returns whether there was one.
    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }

    /// Skips white space and then a character; returns whether it was there.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        return take(character)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skip(word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }
}

#endif
