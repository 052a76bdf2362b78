internal import HTTPExchange
internal import WebSyntax

/// A proxy server.
struct ProxyServer: Sendable {
    private static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

    /// The URL, which may contain credentials.
    let url: RedactedBytes
    /// The URL without credentials, for errors.
    let name: String
    /// The name and password beside the URL, if any.
    let credentials: RedactedBytes?

    /// Creates a proxy from its URL: `scheme://user:password@host:port`, of which only the host is required.
    ///
    /// - Throws: `TransportError.invalidConfiguration(_:)`, which names the proxy without its credentials.
    init(_ url: String, credentials: RedactedBytes? = nil) throws(TransportError) {
        let bytes = url.utf8
        var (scheme, rest) = ("http", bytes[...])
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) {
            scheme = Substring(bytes[..<colon]).lowercased()
            rest = bytes[colon...].dropFirst(3)
        }
        // A password may have an at sign; a host may not.
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[at...].dropFirst() }
        let address = String(decoding: rest, as: UTF8.self)
        name = "\(scheme)://\(address)"
        let authority = address.utf8.last == UInt8(ascii: "/") ? String(address.dropLast()) : address
        guard Self.schemes.contains(scheme), HTTPAuthority(authority) != nil, bytes.allSatisfy(\.isVisibleASCII) else {
            throw .invalidConfiguration("the URL of the proxy \(Self.printable(name)) is malformed")
        }
        self.url = RedactedBytes(bytes: Array(bytes))
        self.credentials = credentials
    }

    /// Returns `text` with a question mark for everything but visible ASCII.
    private static func printable(_ text: String) -> String {
        String(decoding: text.utf8.map { $0.isVisibleASCII ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
