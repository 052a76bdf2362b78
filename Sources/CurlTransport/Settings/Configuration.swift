extension CurlTransport {
    /// The settings of all transfers of a transport.
    public struct Configuration: Sendable, Hashable {
        /// A rule for plain `http:` requests.
        public enum PlainHTTP: Sendable, Hashable {
            /// Permitted to 127.0.0.0/8, ::1, localhost and a Unix socket.
            case loopbackOnly
            /// Permitted to any host: everyone on the path can read and change what is sent.
            case allowed
        }

        /// A choice of the HTTP version.
        public enum Version: Sendable, Hashable {
            /// HTTP/2 if the server offers it in the TLS handshake, otherwise HTTP/1.1.
            case negotiated
            /// HTTP/1.1, with the names of header fields spelled as given.
            case http11
        }

        /// The rule for plain `http:` requests.
        public var plainHTTP: PlainHTTP
        /// The requirements for servers.
        public var tls: TLSSettings
        /// The HTTP version to use.
        public var version: Version
        /// The proxy to use.
        public var proxy: ProxySettings
        /// The addresses to connect to.
        public var destinations: Destinations
        /// The path of a Unix socket to connect to, whatever the authority of a request; at most 107 bytes.
        public var unixSocket: String?
        /// The `User-Agent` of requests that do not set one.
        public var userAgent: String
        /// How many connections may be open at the same time; further transfers wait, within their own deadlines.
        public var maximumConnections: Int
        /// How many connections to one host may be open at the same time.
        public var maximumConnectionsPerHost: Int
        /// How many idle connections stay open for later requests.
        public var maximumIdleConnections: Int
        /// How long an idle connection may be reused. Rounded up to whole seconds.
        ///
        /// Shorter than the usual timeout of servers, so that they seldom close a connection at the moment of its reuse.
        public var idleTimeout: Duration
        /// For tests: what an earlier lookup found, `host:port:address,address` each.
        var cachedAddresses: [String] = []

        /// Creates a configuration.
        public init(
            plainHTTP: PlainHTTP = .loopbackOnly,
            tls: TLSSettings = TLSSettings(),
            version: Version = .negotiated,
            proxy: ProxySettings = .environment,
            destinations: Destinations = .any,
            unixSocket: String? = nil,
            userAgent: String = "toopher-swift",
            maximumConnections: Int = 256,
            maximumConnectionsPerHost: Int = 256,
            maximumIdleConnections: Int = 32,
            idleTimeout: Duration = .seconds(50)
        ) {
            self.plainHTTP = plainHTTP
            self.tls = tls
            self.version = version
            self.proxy = proxy
            self.destinations = destinations
            self.unixSocket = unixSocket
            self.userAgent = userAgent
            self.maximumConnections = maximumConnections
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.maximumIdleConnections = maximumIdleConnections
            self.idleTimeout = idleTimeout
        }
    }
}
