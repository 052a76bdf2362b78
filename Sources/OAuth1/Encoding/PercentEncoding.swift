/// Percent encoding as signatures need it (RFC 5849 section 3.6): UTF-8 first, then everything
/// but the unreserved characters of RFC 3986 becomes `%HH` with upper-case digits.
public enum PercentEncoding {
    /// `string` encoded.
    public static func encode(_ string: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(string.utf8.count + string.utf8.count / 2)
        for byte in string.utf8 { append(byte, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes of an encoded text, or nil where `%` is not followed by two hexadecimal digits.
    /// A `+` is a plus sign here.
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
                guard let decoded = escapedByte(in: text, at: index) else { return nil }
                output.append(decoded)
                index += 3
            } else {
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    /// Appends one byte, encoded.
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

    /// The byte that the escape at `index` stands for, or nil if there is no complete escape.
    @inline(__always)
    static func escapedByte(in text: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard index + 2 < text.endIndex,
            let high = value(ofDigit: text[index + 1]),
            let low = value(ofDigit: text[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// RFC 3986 section 2.3: letters, digits and `-._~`.
    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool {
        // One bit for each of the characters 0 to 63 and 64 to 127.
        let bits: UInt64 = byte < 64 ? 0x03ff_6000_0000_0000 : byte < 128 ? 0x47ff_fffe_87ff_fffe : 0
        return bits >> UInt64(byte & 63) & 1 == 1
    }

    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    @inline(__always)
    static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
