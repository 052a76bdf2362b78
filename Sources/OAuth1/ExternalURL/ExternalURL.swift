internal import WebSyntax

/// The configured external address of a server, which its clients call.
///
/// Neither a client nor a proxy can change it, so it is the safest way to know the URL that a signature covers. Use it for
/// a server with one address, and ``TrustedProxies`` for one with several.
public struct ExternalURL: Sendable, Hashable {
    /// The base URL, without a slash at its end.
    public let base: String

    /// Creates an external URL.
    ///
    /// - Parameter base: Scheme, host, the port if it is not the default, and the path that a proxy removes, if any:
    ///   `https://api.example.com`, `https://example.com/api`.
    /// - Throws: ``ExternalURLError/invalidBase(reason:)``.
    public init(base: String) throws(ExternalURLError) {
        guard base.utf8.allSatisfy(\.isVisibleASCII), !base.contains("?"), !base.contains("#") else {
            throw .invalidBase(reason: "it has a query, a fragment, a space or a character outside ASCII")
        }
        let url: HTTPURL
        do throws(HTTPURLError) { url = try HTTPURL(base) } catch { throw .invalidBase(reason: error.reason) }
        guard url.hasOnlyURLCharacters else {
            throw .invalidBase(reason: "its path has a malformed percent-encoding or a character that is not permitted")
        }
        var text = url.origin.text + url.target
        while text.last == "/" { text.removeLast() }
        self.base = text
    }

    /// Returns the absolute URL of a request, for ``ReceivedRequest``.
    ///
    /// - Parameter target: The request target of the request line, or `:path`. Only path and query of an absolute URL are
    ///   used.
    /// - Throws: ``ExternalURLError/invalidTarget(reason:)``.
    public func url(target: String) throws(ExternalURLError) -> String {
        base + (try RequestTarget(target)).path
    }
}
