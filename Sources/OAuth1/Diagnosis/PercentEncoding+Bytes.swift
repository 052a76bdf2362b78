internal import WebSyntax

/// Percent-encoding of bytes in arrays.
extension PercentEncoding {
    /// Returns bytes, percent-encoded.
    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 3)
        for byte in bytes { append(byte, to: &output) }
        return output
    }

    /// Appends bytes, percent-encoded, to memory that has room for three times as many.
    static func append(_ bytes: [UInt8], to output: inout OutputSpan<UInt8>) {
        for byte in bytes {
            if isUnreserved(byte) {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.append(digit(byte >> 4))
                output.append(digit(byte & 15))
            }
        }
    }

    /// Returns percent-encoded text with its hexadecimal digits in one case.
    static func withDigits(_ text: [UInt8], areUpperCase: Bool) -> [UInt8] {
        var output = text
        for index in text.indices where text[index] == UInt8(ascii: "%") {
            for digit in index + 1..<min(index + 3, text.count) {
                output[digit] = areUpperCase ? text[digit].asciiUppercased : text[digit].asciiLowercased
            }
        }
        return output
    }
}

extension UInt8 {
    /// The byte with a lower-case letter replaced by its upper-case one.
    var asciiUppercased: UInt8 { self &- 0x61 < 26 ? self & ~0x20 : self }

    /// Whether the byte is a space, a tab or one of a line end.
    var isBlank: Bool { self == 0x20 || self &- 0x09 < 5 }
}

extension [UInt8] {
    /// The bytes without spaces and line ends at both ends.
    var trimmed: [UInt8] {
        let front = drop(while: \.isBlank)
        return Array(front.reversed().drop(while: \.isBlank).reversed())
    }
}
