/// The way out: directly, or through an HTTP proxy. What is meant for this machine never takes a proxy.
public struct ProxySettings: Sendable, Hashable {
    enum Way: Sendable, Hashable {
        case environment
        case direct
        case server(url: String, bypass: String, credentials: RedactedBytes?)
    }

    let way: Way

    /// As the environment says: `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`.
    public static let environment = ProxySettings(way: .environment)

    /// No proxy, whatever the environment says.
    public static let none = ProxySettings(way: .direct)

    /// Through a proxy.
    ///
    /// - Parameters:
    ///   - url: `http://host:port`, `https://host:port`, `socks5h://host:port`.
    ///   - user: the name and password for the proxy (RFC 7617).
    ///   - bypass: hosts and domains that are reached directly; `*` for all.
    public static func server(
        _ url: String, user: (name: String, password: String)? = nil, bypass: [String] = []
    ) -> ProxySettings {
        let credentials = user.map { RedactedBytes(bytes: Array("\($0.name):\($0.password)".utf8)) }
        return ProxySettings(
            way: .server(url: url, bypass: bypass.joined(separator: ","), credentials: credentials))
    }
}
