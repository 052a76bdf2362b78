internal import HTTPExchange

/// The choice of the proxy for each request. The environment is read once, when it is created.
struct ProxyRoutes: Sendable {
    private typealias Route = Result<ProxyServer?, TransportError>

    private let plain: Route
    private let secure: Route
    private let bypass: ProxyBypass

    /// - Throws: `TransportError.invalidConfiguration(_:)` for a malformed URL in the configuration. One in the environment
    ///   fails the requests that would use it.
    init(
        _ settings: ProxySettings, environment: (String) -> String? = ProcessEnvironment.value
    ) throws(TransportError) {
        switch settings.choice {
        case .none:
            (plain, secure) = (.success(nil), .success(nil))
            bypass = ProxyBypass("")
        case .server(let url, let list, let credentials):
            let proxy = try ProxyServer(url, credentials: credentials)
            (plain, secure) = (.success(proxy), .success(proxy))
            bypass = ProxyBypass(list)
        case .environment:
            // A CGI program has the field `Proxy` of its request as HTTP_PROXY.
            plain = Self.route(["http_proxy", "all_proxy", "ALL_PROXY"], environment)
            secure = Self.route(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"], environment)
            bypass = ProxyBypass(environment("no_proxy") ?? environment("NO_PROXY") ?? "")
        }
    }

    /// Whether there are requests that use a proxy, or fail because its URL is malformed.
    var mayUseProxy: Bool {
        [plain, secure].contains { route in
            if case .success(nil) = route { false } else { true }
        }
    }

    /// Returns the proxy for a request; `nil` for none.
    func proxy(for request: PreparedRequest) throws(TransportError) -> ProxyServer? {
        guard !request.isLocal, let proxy = try (request.isSecure ? secure : plain).get() else { return nil }
        let port = request.authority.port ?? (request.isSecure ? 443 : 80)
        return bypass.includes(host: request.authority.host, port: port) ? nil : proxy
    }

    private static func route(_ names: [String], _ environment: (String) -> String?) -> Route {
        guard let url = names.lazy.compactMap(environment).first else { return .success(nil) }
        do throws(TransportError) {
            return .success(try ProxyServer(url))
        } catch {
            return .failure(error)
        }
    }
}
