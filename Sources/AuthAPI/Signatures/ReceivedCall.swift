package import HTTPTypes
internal import WebSyntax

/// A request of the Auth API as it was received, with all that can be signed of it.
package struct ReceivedCall: Sendable {
    /// The method, in upper case.
    package var method: String
    /// The value of `Host`.
    package var host: String
    /// The path as it was sent, without the query.
    package var path: String
    /// The query as it was sent, without the question mark.
    package var query: String
    /// The value of `Date`.
    package var date: String?
    /// The value of `X-Duo-Date`.
    package var clientDate: String?
    /// The client's own header fields, `X-Duo-…`: names in lower case, with their values.
    package var clientFields: [(name: String, value: String)]
    /// Whether the body is JSON.
    package var isJSON: Bool
    /// The body, byte for byte.
    package var body: [UInt8]

    private static let clientFieldPrefix = "x-duo-"

    /// Creates a call from the parts of a request.
    ///
    /// - Parameter target: Path and query.
    package init(method: String, host: String, target: String, fields: HTTPFields, body: [UInt8]) {
        self.method = method
        self.host = host
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        query = parts.count > 1 ? String(parts[1]) : ""
        date = fields[.date]
        clientFields = fields.filter { $0.name.canonicalName.hasPrefix(Self.clientFieldPrefix) }.map {
            ($0.name.canonicalName, $0.value)
        }
        clientDate = clientFields.first { $0.name == "x-duo-date" }?.value
        let mediaType = fields[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        isJSON = mediaType == "application/json"
        self.body = body
    }

    /// Whether the parameters are in the query.
    var hasQueryParameters: Bool { method == "GET" || method == "HEAD" }

    /// Returns the parameters of the query of a `GET`, or of the form in a body.
    ///
    /// The query of a `POST` is not signed by any variant: nothing is read from it.
    ///
    /// - Throws: ``SignatureRefusal/malformedParameters``.
    package func formParameters() throws(SignatureRefusal) -> [CallParameter] {
        try CallParameter.parse(hasQueryParameters ? Array(query.utf8) : isJSON ? [] : body)
    }

    /// The spellings of the host that clients sign: as it was sent and in lower case, with the port and without it.
    var hosts: [String] {
        var spellings: [String] = []
        for spelling in [host, Self.withoutPort(host)] {
            for spelling in [spelling, spelling.lowercased()] where !spellings.contains(spelling) {
                spellings.append(spelling)
            }
        }
        return spellings
    }

    /// The spellings of the host that clients sign which sign the body: in lower case, with the port and without it.
    var lowercaseHosts: [String] {
        let host = host.lowercased()
        let short = Self.withoutPort(host)
        return short == host ? [host] : [host, short]
    }

    private static func withoutPort(_ host: String) -> String {
        let digits = host.utf8.reversed().prefix { $0.isASCIIDigit }.count
        guard digits > 0, host.utf8.dropLast(digits).last == UInt8(ascii: ":") else { return host }
        return String(Substring(host.utf8.dropLast(digits + 1)))
    }
}
