/// A scanner that finds the PEM blocks in a text.
///
/// It accepts what RFC 7468 section 3 calls lax parsing: line ends of any kind, lines of any length, white space
/// anywhere, and other text around the blocks.
struct PEMScanner {
    static let maximumBytes = 64 << 10
    private static let maximumLabelBytes = 64

    private static let dashes: StaticString = "-----"
    private static let beginning: StaticString = "-----BEGIN "
    private static let end: StaticString = "-----END "

    /// Returns the blocks in a text, in their order.
    ///
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` if there is none, or one has no end: a text that was cut off
    ///   may lack the key that was meant.
    static func blocks(in text: Span<UInt8>, kind: String) throws(CryptoError) -> [PEMBlock] {
        guard text.count <= maximumBytes else {
            throw .invalidKey(kind: kind, reasons: ["the text is longer than \(maximumBytes) bytes"])
        }
        var blocks: [PEMBlock] = []
        var (index, isLineStart) = (0, true)
        while index < text.count {
            if isLineStart, let label = label(in: text, at: index) {
                let start = label.upperBound + dashes.utf8CodeUnitCount
                let name = String(decoding: label.map { text[$0] }, as: UTF8.self)
                guard let (contentEnd, blockEnd) = ending(of: label, in: text, from: start) else {
                    throw .invalidKey(kind: kind, reasons: ["the PEM block \(name) has no end"])
                }
                blocks.append(PEMBlock(label: name, content: start..<contentEnd))
                // The next one may follow on the same line, if files were joined whose last line has no end.
                index = blockEnd
            } else {
                isLineStart = isLineEnd(text[index]) || isLineStart && isIgnored(text[index])
                index += 1
            }
        }
        guard !blocks.isEmpty else { throw .invalidKey(kind: kind, reasons: [absence(in: text)]) }
        return blocks
    }

    /// Whether a byte is white space: blank, tab, or one that ends a line.
    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

    /// Whether a byte does not count at the beginning of a line: white space, or of a byte order mark.
    private static func isIgnored(_ byte: UInt8) -> Bool { isWhiteSpace(byte) || [0xef, 0xbb, 0xbf].contains(byte) }

    /// Returns where the label stands, if a block begins at `index`.
    private static func label(in text: Span<UInt8>, at index: Int) -> Range<Int>? {
        guard has(beginning, in: text, at: index) else { return nil }
        let start = index + beginning.utf8CodeUnitCount
        let limit = min(text.count, start + maximumLabelBytes + 1)
        for end in start..<max(start, limit) {
            if has(dashes, in: text, at: end) { return start..<end }
            guard (0x20...0x7e).contains(text[end]) else { return nil }
        }
        return nil
    }

    /// Returns where the content of a block and the block itself end.
    private static func ending(
        of label: Range<Int>, in text: Span<UInt8>, from start: Int
    ) -> (content: Int, block: Int)? {
        // The first five dashes are those of the end, so that no block reaches into the next one.
        guard start < text.count, let content = (start..<text.count).first(where: { has(dashes, in: text, at: $0) }),
            has(end, in: text, at: content)
        else { return nil }
        let name = content + end.utf8CodeUnitCount
        let block = name + label.count + dashes.utf8CodeUnitCount
        guard block <= text.count, label.indices.allSatisfy({ text[$0] == text[$0 - label.lowerBound + name] }),
            has(dashes, in: text, at: name + label.count)
        else { return nil }
        return (content, block)
    }

    private static func has(_ part: StaticString, in text: Span<UInt8>, at index: Int) -> Bool {
        guard part.utf8CodeUnitCount <= text.count - index else { return false }
        return part.withUTF8Buffer { part in
            for offset in 0..<part.count {
                guard unsafe text[index + offset] == part[offset] else { return false }
            }
            return true
        }
    }

    /// Returns what a text without a block seems to be.
    private static func absence(in text: Span<UInt8>) -> String {
        guard text.count > 1 else { return "the text holds no PEM block" }
        switch (text[0], text[1]) {
        case (0x30, 0x80...):
            return "it is binary, as DER and PKCS #12 are; convert it: openssl pkey -in KEY -out KEY.pem"
        case (0xff, 0xfe), (0xfe, 0xff): return "the text is UTF-16; save it as UTF-8"
        default: return "the text holds no PEM block"
        }
    }
}
