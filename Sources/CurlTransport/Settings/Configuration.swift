extension CurlTransport {
    /// What holds for every transfer of a transport.
    public struct Configuration: Sendable, Hashable {
        /// Whether `http:` may leave this machine.
        public enum PlainHTTP: Sendable, Hashable {
            /// Only to 127.0.0.0/8, ::1, localhost and a Unix socket.
            case loopbackOnly
            /// To any host: whoever is on the path reads and changes what is sent.
            case allowed
        }

        /// Which HTTP to speak.
        public enum Version: Sendable, Hashable {
            /// HTTP/2 where the server offers it in the TLS handshake, else HTTP/1.1.
            case negotiated
            /// HTTP/1.1, with header fields in the spelling given.
            case http11
        }

        /// Whether `http:` may leave this machine.
        public var plainHTTP: PlainHTTP

        /// What is demanded of servers.
        public var tls: TLSSettings

        /// Which HTTP to speak.
        public var version: Version

        /// The way out.
        public var proxy: ProxySettings

        /// The path of a Unix socket to connect to, whatever the authority of a request says; at most 107 bytes.
        public var unixSocket: String?

        /// The `User-Agent` for requests that bring none.
        public var userAgent: String

        /// How many connections may be open at once; further transfers wait, within their own deadlines.
        public var maximumConnections: Int

        /// How many connections to one host may be open at once.
        public var maximumConnectionsPerHost: Int

        /// How many connections stay open for later requests.
        public var maximumIdleConnections: Int

        /// How long an idle connection stays fit for use. Shorter than what servers allow, so that they seldom close one
        /// at the moment of its use. In whole seconds.
        public var idleTimeout: Duration

        /// Creates a configuration.
        public init(
            plainHTTP: PlainHTTP = .loopbackOnly,
            tls: TLSSettings = TLSSettings(),
            version: Version = .negotiated,
            proxy: ProxySettings = .environment,
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
            self.unixSocket = unixSocket
            self.userAgent = userAgent
            self.maximumConnections = maximumConnections
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.maximumIdleConnections = maximumIdleConnections
            self.idleTimeout = idleTimeout
        }
    }
}
