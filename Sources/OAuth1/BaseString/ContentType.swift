internal import WebSyntax

/// The value of a `Content-Type` field.
enum ContentType {
    /// Returns whether the parameters of the body are signed: if it is a form, with or without parameters such as
    /// `charset`.
    ///
    /// White space within the type makes it another one, as it does for the frameworks that read the body afterwards.
    ///
    /// RFC 5849 section 3.4.1.3.1 and RFC 9110 section 8.3.1.
    static func isForm(_ value: String?) -> Bool {
        guard let value else { return false }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let form = "application/x-www-form-urlencoded".utf8
        let type = value.utf8.drop(while: isBlank)
        guard type.prefix(form.count).lazy.map(\.asciiLowercased).elementsEqual(form) else { return false }
        let next = type.dropFirst(form.count).drop(while: isBlank).first
        return next == nil || next == UInt8(ascii: ";")
    }
}
