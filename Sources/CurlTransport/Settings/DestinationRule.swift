internal import HTTPExchange
internal import WebSyntax

/// The decision whether the address of a request has to be public.
struct DestinationRule: Sendable {
    /// `nil` if every address is permitted.
    private let exceptions: [HTTPAuthority]?

    /// - Throws: `TransportError.invalidConfiguration(_:)` for a malformed exception, and for a proxy or a Unix socket beside
    ///   a rule, which neither obeys.
    init(_ configuration: CurlTransport.Configuration, proxies: ProxyRoutes) throws(TransportError) {
        guard case .publicAddresses(let texts) = configuration.destinations.rule else {
            exceptions = nil
            return
        }
        guard !proxies.mayUseProxy else {
            throw .invalidConfiguration(
                "a proxy would connect to addresses that are not permitted: use no proxy, or permit any address")
        }
        guard configuration.unixSocket == nil else {
            throw .invalidConfiguration("a Unix socket has no address that could be permitted")
        }
        var exceptions: [HTTPAuthority] = []
        for text in texts {
            guard let authority = try? RequestAuthority(text) else {
                throw .invalidConfiguration("an exception for addresses is not host or host:port")
            }
            exceptions.append(authority.canonical)
        }
        self.exceptions = exceptions
    }

    /// Returns which addresses a request may connect to; `nil` if there is no rule.
    func permission(for request: PreparedRequest) -> DestinationGuard.Permission? {
        guard let exceptions else { return nil }
        let target = request.authority.canonical
        let defaultPort = (request.isSecure ? HTTPScheme.https : .http).defaultPort
        let isException = exceptions.contains {
            $0.host == target.host && ($0.port ?? defaultPort) == (target.port ?? defaultPort)
        }
        return isException ? .any : .publicAddresses
    }
}
