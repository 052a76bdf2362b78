extension CurlTransport {
    /// What holds for every transfer of a transport.
    public struct Configuration: Sendable, Hashable {
        /// Whether `http:` may leave this machine.
        public enum PlainHTTP: Sendable, Hashable {
            /// Only to 127.0.0.0/8, ::1 and localhost.
            case loopbackOnly
            /// To any host: whoever is on the path reads and changes what is sent.
            case allowed
        }

        /// Whether `http:` may leave this machine.
        public var plainHTTP: PlainHTTP

        /// The PEM file of the certificate authorities to trust; nothing else is trusted then. Without it the file that
        /// `SSL_CERT_FILE` names is used, or else the bundle of the distribution.
        public var caFile: String?

        /// The `User-Agent` for requests that bring none.
        public var userAgent: String

        /// How many connections may be open at once; further transfers wait, within their own deadlines.
        public var maximumConnections: Int

        /// How many connections stay open for later requests.
        public var maximumIdleConnections: Int

        /// Creates a configuration.
        public init(
            plainHTTP: PlainHTTP = .loopbackOnly,
            caFile: String? = nil,
            userAgent: String = "toopher-swift",
            maximumConnections: Int = 256,
            maximumIdleConnections: Int = 32
        ) {
            self.plainHTTP = plainHTTP
            self.caFile = caFile
            self.userAgent = userAgent
            self.maximumConnections = maximumConnections
            self.maximumIdleConnections = maximumIdleConnections
        }
    }
}
