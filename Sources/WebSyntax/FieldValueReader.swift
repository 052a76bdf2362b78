/// A parser of the tokens and quoted strings in a header field value.
///
/// RFC 9110 section 5.6.
package struct FieldValueReader {
    private let bytes: [UInt8]
    private var index = 0

    /// Creates a reader at the beginning of `text`.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// Whether the reader is at the end of the value.
    package var isAtEnd: Bool { index == bytes.count }

    private var next: UInt8? { isAtEnd ? nil : bytes[index] }

    /// Skips spaces and tabs.
    package mutating func skipBlanks() {
        while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
    }

    /// Skips `byte` if it is next, and returns whether it was.
    package mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    /// Parses a token (RFC 9110 section 5.6.2); returns `nil` if none is next.
    package mutating func token() -> String? {
        let start = index
        while let byte = next, byte.isTokenCharacter { index += 1 }
        return start == index ? nil : String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Parses a quoted string (RFC 9110 section 5.6.4) and returns its value; `nil` if no complete one is next.
    package mutating func quotedString() -> String? {
        var content: [UInt8] = []
        guard skip(UInt8(ascii: "\"")) else { return nil }
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next, Self.isText(escaped) else { return nil }
                index += 1
                content.append(escaped)
            default:
                guard Self.isText(byte) else { return nil }
                content.append(byte)
            }
        }
        return nil
    }

    private static func isText(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\t") || byte >= 0x20 && byte != 0x7f }
}
