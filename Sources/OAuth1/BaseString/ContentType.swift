/// The value of a `Content-Type` field.
enum ContentType {
    /// Returns whether the parameters of the body are signed: if it is a form, with or without parameters such as
    /// `charset`.
    ///
    /// RFC 5849 section 3.4.1.3.1.
    static func isForm(_ value: String?) -> Bool {
        guard let value else { return false }
        let type = value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type.lowercased() == "application/x-www-form-urlencoded"
    }
}
