/// What a `Content-Type` field says of a body.
enum ContentType {
    /// Whether the body's parameters are signed: single-part form encoding, whatever parameters
    /// such as `charset` stand behind the type (RFC 5849 section 3.4.1.3.1).
    static func isForm(_ value: String?) -> Bool {
        guard let value else { return false }
        let type = value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type.lowercased() == "application/x-www-form-urlencoded"
    }
}
