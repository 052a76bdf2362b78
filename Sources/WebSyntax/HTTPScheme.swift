/// The scheme of an HTTP URL.
package enum HTTPScheme: String, Sendable, Hashable {
    case http, https

    /// Creates a scheme from its name in any case.
    package init?(name: some StringProtocol) { self.init(rawValue: name.lowercased()) }

    /// The port of a URL that names none (RFC 9110 section 4.2).
    package var defaultPort: Int { self == .http ? 80 : 443 }
}
