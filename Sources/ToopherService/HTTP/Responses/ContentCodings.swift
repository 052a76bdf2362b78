#if Service

/// What a client accepts by `Accept-Encoding` (RFC 9110 section 12.5.3).
enum ContentCodings {
    /// Returns whether the coding `gzip` is accepted, by name or as any coding.
    ///
    /// - Parameter value: The field's value; `nil` without the field, which asks for none.
    static func permitGzip(_ value: String?) -> Bool {
        var (named, any): (Bool?, Bool?) = (nil, nil)
        for element in (value ?? "").split(separator: ",") {
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map { part in
                part.filter { $0 != " " && $0 != "\t" }.lowercased()
            }
            switch parts[0] {
            case "gzip", "x-gzip": named = !isRefused(parts.dropFirst())
            case "*": any = !isRefused(parts.dropFirst())
            default: break
            }
        }
        return named ?? any ?? false
    }

    /// Whether the weight is zero, or is none.
    private static func isRefused(_ parameters: ArraySlice<String>) -> Bool {
        guard let weight = parameters.first else { return false }
        guard weight.hasPrefix("q="), let value = Double(weight.dropFirst(2)) else { return true }
        return !(value > 0 && value <= 1)
    }
}

#endif
