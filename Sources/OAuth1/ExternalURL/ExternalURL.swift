internal import WebSyntax

/// The configured address of a server: whatever a request claims, this is what its clients called.
///
/// The safest way to tell what a signature covers, since neither a client nor a proxy can change it:
/// use it wherever a server has one address. ``TrustedProxies`` is for those that have several.
public struct ExternalURL: Sendable, Hashable {
    /// The base URL without a slash at its end.
    public let base: String

    /// - Parameter base: scheme, host, port if it is not the scheme's own, and the path that a proxy
    ///   takes away, if it takes one away: `https://api.example.com`, `https://example.com/api`.
    /// - Throws: ``ExternalURLError/invalidBase(reason:)``.
    public init(base: String) throws(ExternalURLError) {
        guard base.utf8.allSatisfy(\.isVisibleASCII), !base.contains("?"), !base.contains("#") else {
            throw .invalidBase(reason: "it has a query, a fragment, a space or a character outside ASCII")
        }
        let url: HTTPURL
        do throws(HTTPURLError) { url = try HTTPURL(base) } catch { throw .invalidBase(reason: error.reason) }
        guard url.hasOnlyURLCharacters else {
            throw .invalidBase(reason: "its path has a malformed percent-encoding or a character that no URL has")
        }
        var text = url.origin.text + url.target
        while text.last == "/" { text.removeLast() }
        self.base = text
    }

    /// The absolute URL of a request, for ``ReceivedRequest``.
    /// - Parameter target: of the request line or `:path`. Of a whole URL only path and query count.
    /// - Throws: ``ExternalURLError/invalidTarget(reason:)``.
    public func url(target: String) throws(ExternalURLError) -> String {
        base + (try RequestTarget(target)).path
    }
}
