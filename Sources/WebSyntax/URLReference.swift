/// A URI reference in its parts, without its fragment.
///
/// RFC 3986 sections 4.1 and 5.2.
package struct URLReference {
    /// The scheme, if the reference has one.
    package let scheme: String?
    /// The authority, if the reference has one; not validated.
    package let authority: String?
    private let path: String
    private let query: String?

    /// Creates a reference from its text, which must be visible ASCII.
    package init(_ text: String) {
        var rest = text.prefix { $0 != "#" }
        if let colon = rest.firstIndex(where: { ":/?".contains($0) }), rest[colon] == ":", colon > rest.startIndex {
            scheme = String(rest[..<colon])
            rest = rest[rest.index(after: colon)...]
        } else {
            scheme = nil
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        } else {
            authority = nil
        }
        let question = rest.firstIndex(of: "?")
        path = String(rest[..<(question ?? rest.endIndex)])
        query = question.map { String(rest[rest.index(after: $0)...]) }
    }

    /// Returns path and query of the reference, resolved against `base`, the path and query of another URL.
    package func pathAndQuery(from base: String) -> String {
        let question = base.firstIndex(of: "?")
        let basePath = base[..<(question ?? base.endIndex)]
        let suffix = query.map { "?" + $0 }
        if authority != nil || path.hasPrefix("/") {
            return Self.withoutDotSegments(path) + (suffix ?? "")
        }
        if path.isEmpty {
            // Section 5.2.2 leaves the base's path as it is: no dot segments are removed.
            return (basePath.isEmpty ? "/" : basePath) + (suffix ?? question.map { String(base[$0...]) } ?? "")
        }
        let folder = basePath.lastIndex(of: "/").map { basePath[...$0] } ?? "/"
        return Self.withoutDotSegments(folder + path) + (suffix ?? "")
    }

    /// Returns `path` without the segments `.` and `..` (RFC 3986 section 5.2.4).
    private static func withoutDotSegments(_ path: String) -> String {
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                kept = kept.dropLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}
