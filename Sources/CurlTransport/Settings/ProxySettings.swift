/// The proxy of a transport. Requests to this machine never use a proxy.
public struct ProxySettings: Sendable, Hashable {
    enum Choice: Sendable, Hashable {
        case environment
        case none
        case server(url: String, bypass: String, credentials: RedactedBytes?)
    }

    /// The proxy that the environment names when the transport is created: `https_proxy`, `http_proxy`, `all_proxy`,
    /// `no_proxy`.
    public static let environment = ProxySettings(choice: .environment)

    /// No proxy, whatever the environment says.
    public static let none = ProxySettings(choice: .none)

    let choice: Choice

    /// Returns the settings for a proxy server.
    ///
    /// - Parameters:
    ///   - url: `http://host:port`, `https://host:port` or `socks5h://host:port`. A malformed one is
    ///     `TransportError.invalidConfiguration(_:)` when the transport is created.
    ///   - user: The name and password for the proxy (RFC 7617).
    ///   - bypass: What is reached without the proxy: `example.com` or `.example.com` for a host and its subdomains,
    ///     `*.example.com` for the subdomains alone, an IP address, a network such as `10.0.0.0/8`, `*` for all; each but
    ///     a network with `:port` for that port alone.
    public static func server(
        _ url: String, user: (name: String, password: String)? = nil, bypass: [String] = []
    ) -> ProxySettings {
        let credentials = user.map { RedactedBytes(bytes: Array("\($0.name):\($0.password)".utf8)) }
        return ProxySettings(
            choice: .server(url: url, bypass: bypass.joined(separator: ","), credentials: credentials))
    }
}
