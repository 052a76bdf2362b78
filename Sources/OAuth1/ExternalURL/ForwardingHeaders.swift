/// The header fields of one request that proxies may have written.
struct ForwardingHeaders {
    /// The most bytes of these fields together.
    static let maximumBytes = 16384

    private var values: [ExternalURLError.Source: [String]] = [:]

    init(_ headers: [(name: String, value: String)]) throws(ExternalURLError) {
        var count = 0
        for (name, value) in headers {
            guard let source = Self.sources[name.lowercased()] else { continue }
            count += value.utf8.count
            guard count <= Self.maximumBytes else { throw .tooLarge(limit: Self.maximumBytes) }
            values[source, default: []].append(value)
        }
    }

    private static let sources: [String: ExternalURLError.Source] = [
        "forwarded": .forwarded, "x-forwarded-for": .xForwardedFor, "x-forwarded-proto": .xForwardedProto,
        "x-forwarded-host": .xForwardedHost, "x-forwarded-port": .xForwardedPort,
    ]

    /// Returns the elements of all `Forwarded` fields, in order.
    func forwarded() throws(ExternalURLError) -> [ForwardedElement] {
        var elements: [ForwardedElement] = []
        for value in values[.forwarded] ?? [] { elements += try ForwardedElement.parse(value) }
        return elements
    }

    /// Returns the values of all fields of one name, in order, split at their commas.
    ///
    /// An empty value is included: without it, a client's value would move into its place.
    func list(_ source: ExternalURLError.Source) -> [String] {
        (values[source] ?? []).flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Self.trimmed)
        }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let text = text.drop(while: isBlank)
        return String(decoding: text.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }
}
