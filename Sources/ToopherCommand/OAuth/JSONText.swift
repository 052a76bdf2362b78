/// Strings as JSON text (RFC 8259 section 7).
enum JSONText {
    /// A string literal; `null` for none.
    static func string(_ text: String?) -> String {
        guard let text else { return "null" }
        var output: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: output += "\\u00\(hex(byte >> 4))\(hex(byte & 15))".utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
        return String(decoding: output, as: UTF8.self)
    }

    private static func hex(_ value: UInt8) -> String { String(value, radix: 16) }
}
