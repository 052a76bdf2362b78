#if Service

internal import CryptoCore
internal import WebSyntax

/// Identifiers of objects on the wire: version 4 UUIDs (RFC 4122) as lower-case text.
///
/// PHP clients recognise no other version.
enum Identifier {
    /// Returns a random identifier.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        var bytes = try random(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hex.encode(bytes))
        return [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }

    /// Returns the identifier in its canonical spelling; `nil` if the text is not an identifier.
    static func parse(_ text: String) -> String? {
        guard text.utf8.count == 36 else { return nil }
        let isIdentifier = text.utf8.enumerated().allSatisfy { offset, byte in
            [8, 13, 18, 23].contains(offset) ? byte == UInt8(ascii: "-") : byte.isASCIIHexDigit
        }
        return isIdentifier ? text.lowercased() : nil
    }
}

#endif
