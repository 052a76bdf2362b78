/// A text in quotation marks, as FreeRADIUS's `rlm_exec` writes it into the environment with `shell_escape = yes`.
enum RADIUSQuotedText {
    /// Returns the bytes that a text stands for; `nil` if it is not in quotation marks, was cut off, or has an escape sequence
    /// that the server does not write.
    static func bytes(_ text: String) -> [UInt8]? {
        let text = Array(text.utf8)
        let mark = UInt8(ascii: "\"")
        guard text.count >= 2, text.first == mark, text.last == mark else { return nil }
        var bytes: [UInt8] = []
        var rest = text.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            switch byte {
            case mark: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = escaped(&rest) else { return nil }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        default:
            // Three octal digits.
            let digits = [byte] + rest.prefix(2)
            guard digits.count == 3, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else {
                return nil
            }
            rest = rest.dropFirst(2)
            let value = digits.reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) }
            return UInt8(exactly: value)
        }
    }
}
