internal import WebSyntax

/// The base URL of a service; its path ends in a slash.
struct ServiceAddress: Sendable {
    static let maximumLength = 2048

    let scheme: String
    let authority: String
    /// The path, from its first slash to its last.
    let path: String

    /// Creates an address from a base URL.
    ///
    /// - Parameter text: An absolute `http` or `https` URL, with or without its last slash.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, which never repeats the text.
    init(_ text: String) throws(ToopherError) {
        guard text.utf8.count <= Self.maximumLength else { throw .invalidBaseURL(reason: "it is too long") }
        let url: HTTPURL
        do { url = try HTTPURL(text) } catch { throw .invalidBaseURL(reason: error.reason) }
        scheme = url.scheme.rawValue
        authority = url.authority.withPort(url.authority.port).text
        guard url.query == nil else { throw .invalidBaseURL(reason: "it has a query") }
        let segments = try Self.segments(of: url.path)
        path = segments.isEmpty ? "/" : "/" + segments.joined(separator: "/") + "/"
    }

    /// Returns the path of an endpoint.
    ///
    /// - Parameter endpoint: The percent-encoded path below the base URL.
    func path(of endpoint: String) -> String {
        path + endpoint
    }

    /// Returns the absolute URL of an endpoint.
    ///
    /// - Parameter endpoint: The percent-encoded path below the base URL.
    func url(of endpoint: String) -> String {
        scheme + "://" + authority + path(of: endpoint)
    }

    private static func segments(of path: Substring) throws(ToopherError) -> [Substring] {
        // A percent sign fails this check, too.
        guard path.utf8.allSatisfy(\.isURLPathOrQuery) else {
            throw .invalidBaseURL(reason: "its path has a character that is not permitted")
        }
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        while segments.last?.isEmpty == true { segments.removeLast() }
        guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw .invalidBaseURL(reason: "its path has an empty segment or a dot segment")
        }
        return Array(segments)
    }
}
