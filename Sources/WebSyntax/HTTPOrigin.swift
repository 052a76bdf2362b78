/// A scheme, a host and a port.
///
/// RFC 6454 section 4.
package struct HTTPOrigin: Sendable, Hashable {
    /// The scheme.
    package let scheme: HTTPScheme
    /// The host, in lower case.
    package let host: String
    /// The port; the scheme's default if the authority names none.
    package let port: Int

    /// Creates the origin of an authority.
    package init(_ scheme: HTTPScheme, _ authority: HTTPAuthority) {
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? scheme.defaultPort
    }

    /// The host, with the port if it is not the scheme's default.
    package var authority: String { host + (port == scheme.defaultPort ? "" : ":\(port)") }

    /// The beginning of a URL, with scheme and authority in their shortest spelling.
    package var text: String { "\(scheme.rawValue)://\(authority)" }
}
