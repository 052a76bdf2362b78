internal import WebSyntax

/// Percent-encoding as signatures need it: UTF-8, in which all but unreserved characters become `%HH` with upper-case
/// digits.
///
/// RFC 5849 section 3.6 and RFC 3986 section 2.3.
public enum PercentEncoding {
    /// Returns `string`, percent-encoded.
    public static func encode(_ string: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(string.utf8.count + string.utf8.count / 2)
        for byte in string.utf8 { append(byte, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Returns the bytes of percent-encoded text; `nil` if a `%` is not followed by two hexadecimal digits.
    ///
    /// A `+` is a plus sign.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8)[...])
    }

    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                guard let decoded = decodedByte(in: text, at: index) else { return nil }
                output.append(decoded)
                index += 3
            } else {
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    /// Appends one byte, percent-encoded.
    @inline(__always)
    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        if isUnreserved(byte) {
            output.append(byte)
        } else {
            output.append(UInt8(ascii: "%"))
            output.append(digit(byte >> 4))
            output.append(digit(byte & 15))
        }
    }

    /// Returns the byte that is percent-encoded at `index`; `nil` if the encoding is malformed.
    @inline(__always)
    static func decodedByte(in text: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard index + 2 < text.endIndex,
            let high = text[index + 1].hexDigitValue,
            let low = text[index + 2].hexDigitValue
        else { return nil }
        return high << 4 | low
    }

    /// Whether a byte is unreserved: an ASCII letter, a digit or one of `-._~`.
    ///
    /// RFC 3986 section 2.3.
    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool { byte.isURLUnreserved }

    /// Returns the three bytes of a byte's percent-encoding, the first in the lowest bits.
    @inline(__always)
    static func word(of byte: UInt8) -> UInt64 {
        UInt64(UInt8(ascii: "%")) | UInt64(digit(byte >> 4)) << 8 | UInt64(digit(byte & 15)) << 16
    }

    /// Returns the upper-case hexadecimal digit of a value.
    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
