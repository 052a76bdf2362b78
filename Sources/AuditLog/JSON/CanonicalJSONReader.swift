/// A parser that accepts the one spelling of ``CanonicalJSON`` and no other.
///
/// So a value that was read is written with the same bytes again, and two readers cannot understand it differently.
struct CanonicalJSONReader {
    /// How deep values may stand in each other.
    static let maximumDepth = 6
    /// The most members of an object, and elements of an array.
    static let maximumCount = 128

    private let bytes: [UInt8]
    private var index = 0
    /// Where the object of a name stands, if it was read in the outermost object.
    private let marked: [UInt8]
    private var markedRange: Range<Int>?

    private init(_ bytes: [UInt8], marking name: String) {
        self.bytes = bytes
        marked = Array(name.utf8)
    }

    /// Returns the value of a text; `nil` if it is not canonical.
    static func value(in bytes: [UInt8]) -> CanonicalJSON? {
        members(in: bytes, marking: "").map { .object($0.members) }
    }

    /// Returns the members of the object that a text is; `nil` if it is not canonical.
    ///
    /// - Parameter name: The member of the outermost object whose place in the text is returned too.
    static func members(
        in bytes: [UInt8], marking name: String
    ) -> (members: CanonicalJSON.Members, marked: Range<Int>?)? {
        var reader = CanonicalJSONReader(bytes, marking: name)
        guard reader.take("{"), let members = reader.members(depth: 1), reader.index == bytes.count else { return nil }
        return (members, reader.markedRange)
    }

    private mutating func value(depth: Int) -> CanonicalJSON? {
        guard depth <= Self.maximumDepth, index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "{"):
            index += 1
            return members(depth: depth).map { .object($0) }
        case UInt8(ascii: "["):
            index += 1
            return elements(depth: depth).map { .array($0) }
        case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
        case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
        default: return integer().map { .integer($0) }
        }
    }

    private mutating func members(depth: Int) -> CanonicalJSON.Members? {
        var list: [CanonicalJSON.Members.Member] = []
        if take("}") { return CanonicalJSON.Members(ordered: list) }
        repeat {
            guard list.count < Self.maximumCount, let name = string(), take(":") else { return nil }
            if let last = list.last, !CanonicalJSON.Members.precedes(last.name, name) { return nil }
            let start = index
            guard let value = value(depth: depth + 1) else { return nil }
            if depth == 1, !marked.isEmpty, name.utf8.elementsEqual(marked) { markedRange = start..<index }
            list.append(.init(name: name, value: value))
        } while take(",")
        return take("}") ? CanonicalJSON.Members(ordered: list) : nil
    }

    private mutating func elements(depth: Int) -> [CanonicalJSON]? {
        var list: [CanonicalJSON] = []
        if take("]") { return list }
        repeat {
            guard list.count < Self.maximumCount, let value = value(depth: depth + 1) else { return nil }
            list.append(value)
        } while take(",")
        return take("]") ? list : nil
    }

    private mutating func integer() -> Int64? {
        let start = index
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while index < bytes.count, index - digits < 20, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
            index += 1
        }
        guard index > digits else { return nil }
        // Neither `-0` nor a leading zero.
        guard bytes[digits] != UInt8(ascii: "0") || (index == digits + 1 && digits == start) else { return nil }
        return Int64(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                return String(validating: bytes[start..<index], as: UTF8.self)
            case UInt8(ascii: "\\"): return stringWithEscapes(from: start)
            case 0..<0x20: return nil
            default: index += 1
            }
        }
        return nil
    }

    private mutating func stringWithEscapes(from start: Int) -> String? {
        var content = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let character = escapeSequence() else { return nil }
                content.append(character)
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    /// Returns the character of an escape sequence that has to be one.
    private mutating func escapeSequence() -> UInt8? {
        guard index < bytes.count else { return nil }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return letter
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            guard take("0"), take("0"), index + 2 <= bytes.count, let high = Self.value(of: bytes[index]),
                let low = Self.value(of: bytes[index + 1]), high < 2
            else { return nil }
            index += 2
            let character = high << 4 | low
            return CanonicalJSON.escapeLetter(of: character) == nil ? character : nil
        default: return nil
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }
}
