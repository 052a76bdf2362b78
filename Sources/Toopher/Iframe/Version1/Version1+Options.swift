extension ToopherIframe.Version1 {
    /// What the libraries before 2.0 did differently from one another. The default is Python's 1.1.0.
    public struct Options: Sendable {
        /// What a URL contains for an optional argument that is `nil`.
        public enum MissingArgument: Sendable, Hashable {
            /// The text `None`, as in Python. The postback then returns `session_token=None`.
            case textNone
            /// An empty value, as in version 2.
            case emptyText
            /// No parameter, as in Java 1.0 without an e-mail address.
            case noParameter
        }

        /// The page on which a user pairs a phone.
        public enum PairingPage: String, Sendable, Hashable, CaseIterable {
            /// The page of most libraries before 2.0.
            case pair = "web/pair"
            /// The page of Java 1.1.0.
            case manageUser = "web/manage_user"
        }

        /// The page that authenticates a user.
        public enum AuthenticationPage: String, Sendable, Hashable, CaseIterable {
            /// The page of all libraries since 1.1.0.
            case authenticate = "web/authenticate"
            /// The page of the earliest libraries and of WordPress.
            case auth = "web/auth"
        }

        /// What a URL contains for an optional argument that is `nil`.
        public var missingArgument: MissingArgument
        /// The page on which a user pairs a phone.
        public var pairingPage: PairingPage
        /// The page that authenticates a user.
        public var authenticationPage: AuthenticationPage
        /// Whether `allow_inline_pairing` is sent, which the earliest libraries and Java 1.0 did not know.
        public var sendsInlinePairing: Bool
        /// How long a URL and a postback are valid: 100 seconds in Python, 10 in Java. The fraction of a second is
        /// dropped.
        public var ttl: Duration

        /// Creates options, by default those of Python's 1.1.0.
        public init(
            missingArgument: MissingArgument = .textNone, pairingPage: PairingPage = .pair,
            authenticationPage: AuthenticationPage = .authenticate, sendsInlinePairing: Bool = true,
            ttl: Duration = .seconds(100)
        ) {
            self.missingArgument = missingArgument
            self.pairingPage = pairingPage
            self.authenticationPage = authenticationPage
            self.sendsInlinePairing = sendsInlinePairing
            self.ttl = ttl
        }

        /// The options of the earliest libraries: `web/auth` without inline pairing.
        public static let earliest = Options(authenticationPage: .auth, sendsInlinePairing: false)
    }
}
