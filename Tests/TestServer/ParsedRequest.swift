/// A request as a server of a test received it.
package struct ParsedRequest: Sendable {
    package let method: String
    package let target: String
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

    package init?(_ text: String) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        fields = lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ": ", maxSplits: 1)
            return parts.count == 2 ? (parts[0].lowercased(), String(parts[1])) : nil
        }
        body = Array(text[end.upperBound...].utf8)
    }

    /// The path of the target.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The query, still encoded.
    package var encodedQuery: String { String(target.drop { $0 != "?" }.dropFirst()) }

    package func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
