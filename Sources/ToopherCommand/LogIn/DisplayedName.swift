/// A name that a phone shows, of which a stranger may have chosen a part.
enum DisplayedName {
    /// Returns `text` without control characters, and not longer than the service accepts.
    static func printable(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(150).map(Character.init))
    }
}
