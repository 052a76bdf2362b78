/// The proxy of a transport. Requests to this machine never use a proxy.
public struct ProxySettings: Sendable, Hashable {
    enum Choice: Sendable, Hashable {
        case environment
        case none
        case server(url: String, bypass: String, credentials: RedactedBytes?)
    }

    /// The proxy that the environment names: `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`.
    public static let environment = ProxySettings(choice: .environment)

    /// No proxy, whatever the environment says.
    public static let none = ProxySettings(choice: .none)

    let choice: Choice

    /// Returns the settings for a proxy server.
    ///
    /// - Parameters:
    ///   - url: `http://host:port`, `https://host:port` or `socks5h://host:port`.
    ///   - user: The name and password for the proxy (RFC 7617).
    ///   - bypass: Hosts and domains that are reached without the proxy; `*` for all.
    public static func server(
        _ url: String, user: (name: String, password: String)? = nil, bypass: [String] = []
    ) -> ProxySettings {
        let credentials = user.map { RedactedBytes(bytes: Array("\($0.name):\($0.password)".utf8)) }
        return ProxySettings(
            choice: .server(url: url, bypass: bypass.joined(separator: ","), credentials: credentials))
    }
}
