#if Service

internal import HTTPTypes

/// Which methods the paths of the service have.
struct RouteTable: Sendable {
    private struct Entry: Sendable {
        /// The parts between slashes; `nil` for one that takes any text.
        var parts: [String?]
        var methods: Set<String>
    }

    private var entries: [Entry] = []

    /// Creates the table of routes, whose paths have braces around what varies.
    init(_ routes: [(path: String, method: HTTPRequest.Method)]) {
        for route in routes {
            let parts = Self.parts(route.path).map { $0.first == "{" ? nil : String($0) }
            var methods: Set = [route.method.rawValue, HTTPRequest.Method.options.rawValue]
            if route.method == .get { methods.insert(HTTPRequest.Method.head.rawValue) }
            if let index = entries.firstIndex(where: { $0.parts == parts }) {
                entries[index].methods.formUnion(methods)
            } else {
                entries.append(Entry(parts: parts, methods: methods))
            }
        }
    }

    /// Returns the value of `Allow` for a path (RFC 9110 section 10.2.1); `nil` for one that no route has.
    func allow(_ path: some StringProtocol) -> String? {
        let parts = Self.parts(path)
        let matching = entries.filter { entry in
            entry.parts.count == parts.count && zip(entry.parts, parts).allSatisfy { $0 == nil || $0 ?? "" == $1 }
        }
        // As the router decides: the path that is spelled out comes before one that takes any text.
        let best = matching.min { $0.parts.count { $0 == nil } < $1.parts.count { $0 == nil } }
        return best?.methods.sorted().joined(separator: ", ")
    }

    private static func parts<Path: StringProtocol>(_ path: Path) -> [Path.SubSequence] { path.split(separator: "/") }
}

#endif
