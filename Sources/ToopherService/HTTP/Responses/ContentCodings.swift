#if Service

/// What a client accepts by `Accept-Encoding` (RFC 9110 section 12.5.3).
enum ContentCodings {
    /// Returns whether the coding `gzip` is accepted, by name or as any coding.
    ///
    /// - Parameter value: The field's value; `nil` without the field, which asks for none.
    static func permitGzip(_ value: String?) -> Bool {
        let accepted = WeightedList.parse(value)
        let named = accepted.last { $0.name == "gzip" || $0.name == "x-gzip" }
        return (named ?? accepted.last { $0.name == "*" })?.weight ?? 0 > 0
    }
}

#endif
