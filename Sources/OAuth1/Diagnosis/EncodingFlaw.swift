internal import WebSyntax

/// A flawed percent-encoding, made of a right one.
enum EncodingFlaw {
    case notEncoded
    case encodedTwice
    case spaceAsPlus
    case spaceAsEncodedPlus
    case lowerCaseDigits
    case marksNotEncoded
    case bracketsNotEncoded
    case delimitersNotEncoded
    case tildeEncoded

    /// Returns percent-encoded text as this flaw leaves it; `nil` if it makes no difference.
    func applied(to text: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var isChanged = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            let decoded = byte == UInt8(ascii: "%") ? PercentEncoding.decodedByte(in: text[...], at: index) : nil
            let length = decoded == nil ? 1 : 3
            if change(decoded, byte, text[index..<index + length], &output) {
                isChanged = true
            } else {
                output += text[index..<index + length]
            }
            index += length
        }
        return isChanged ? output : nil
    }

    /// Appends what the flaw makes of one character; returns `false` if it leaves it as it is.
    ///
    /// - Parameters:
    ///   - decoded: The byte that is percent-encoded; `nil` if the character is not.
    ///   - byte: The first byte of the character's encoding.
    ///   - encoding: Its encoding.
    private func change(
        _ decoded: UInt8?, _ byte: UInt8, _ encoding: ArraySlice<UInt8>, _ output: inout [UInt8]
    ) -> Bool {
        guard let decoded else {
            guard self == .tildeEncoded, byte == UInt8(ascii: "~") else { return false }
            output += Array("%7E".utf8)
            return true
        }
        switch self {
        case .encodedTwice:
            output += Array("%25".utf8)
            output += encoding.dropFirst()
            return true
        case .lowerCaseDigits:
            let lower = encoding.map(\.asciiLowercased)
            guard !encoding.elementsEqual(lower) else { return false }
            output += lower
            return true
        case .spaceAsPlus, .spaceAsEncodedPlus:
            guard decoded == UInt8(ascii: " ") else { return false }
            output += self == .spaceAsPlus ? Array("+".utf8) : Array("%2B".utf8)
            return true
        case .tildeEncoded:
            return false
        case .notEncoded, .marksNotEncoded, .bracketsNotEncoded, .delimitersNotEncoded:
            guard kept.isEmpty || kept.utf8.contains(decoded) else { return false }
            output.append(decoded)
            return true
        }
    }

    /// The characters that are not encoded; empty if none is.
    private var kept: String {
        switch self {
        case .marksNotEncoded: "!*'()"
        case .bracketsNotEncoded: "[]"
        case .delimitersNotEncoded: ";,/?:@&=+$#"
        default: ""
        }
    }
}
