/// A block within a PEM text: its label, and where its content stands.
///
/// RFC 7468 section 2.
struct PEMBlock {
    /// What the block says it is, such as `PRIVATE KEY`: at most 64 printable ASCII characters.
    let label: String

    /// The bytes of the text between the two encapsulation boundaries.
    let content: Range<Int>

    /// Whether the block is a private key, of any algorithm and encrypted or not.
    var isPrivateKey: Bool { label.hasSuffix("PRIVATE KEY") }

    /// Whether the block is a public key, or has one.
    var isPublicKey: Bool { label.hasSuffix("PUBLIC KEY") || label == "CERTIFICATE" }

    /// Whether the block is an EncryptedPrivateKeyInfo of PKCS #8.
    ///
    /// RFC 7468 section 11.
    var isEncryptedPrivateKey: Bool { label == "ENCRYPTED PRIVATE KEY" }

    /// Returns whether the content has header lines, as an encrypted key has that is not PKCS #8.
    ///
    /// RFC 1421 section 4.6.
    func hasHeaders(in text: Span<UInt8>) -> Bool {
        // Base64 has no colon.
        content.contains { text[$0] == UInt8(ascii: ":") }
    }

    /// Returns the bytes that the block encodes. White space may stand anywhere in it.
    func decoded(in text: Span<UInt8>, kind: String) throws(CryptoError) -> SecretBytes {
        var (digits, padding) = (0, 0)
        for index in content where !PEMScanner.isWhiteSpace(text[index]) {
            if text[index] == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard padding == 0, Base64.value(of: text[index]) != nil else { throw notBase64(kind) }
                digits += 1
            }
        }
        // Two digits and two characters of padding are one byte, three digits and one character are two.
        guard digits > 0, digits % 4 != 1, padding == (4 - digits % 4) % 4 else { throw notBase64(kind) }
        return try SecretBytes(count: digits * 3 / 4) { bytes throws(CryptoError) in
            var (bits, bitCount, written): (UInt32, UInt32, Int) = (0, 0, 0)
            for index in content {
                guard let value = Base64.value(of: text[index]) else { continue }
                bits = bits << 6 | UInt32(value)
                bitCount += 6
                guard bitCount >= 8 else { continue }
                bitCount -= 8
                bytes[written] = UInt8(truncatingIfNeeded: bits >> bitCount)
                bits &= (1 << bitCount) - 1
                written += 1
            }
            guard bits == 0 else { throw notBase64(kind) }
        }
    }

    private func notBase64(_ kind: String) -> CryptoError {
        .invalidKey(kind: kind, reasons: ["the PEM block \(label) is not base64"])
    }
}
