/// Text from others in the middle of a sentence of ours, as HTML's `<bdi>` does it for pages.
enum IsolatedText {
    /// Returns the text between a first strong isolate and its end (UAX #9 section 2.7) if any of it is written from right to
    /// left; else the text as it is.
    static func of(_ text: String) -> String {
        text.unicodeScalars.contains(where: isRightToLeft) ? "\u{2068}\(text)\u{2069}" : text
    }

    /// Whether a character is in a block whose default direction is from right to left (DerivedBidiClass.txt).
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
