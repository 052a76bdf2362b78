extension ToopherIframe {
    /// The helper of a page that was written for version 1 of the client libraries (1.1.0), against the same service.
    ///
    /// - Parameter options: What the versions before 2.0 did differently, also among themselves.
    public func version1(_ options: Version1.Options = Version1.Options()) -> Version1 {
        Version1(iframe: self, options: options)
    }

    /// Version 1 of the client libraries: `pair_uri`, `manage_user_uri`, `auth_uri`, `login_uri` and `validate`.
    ///
    /// A handler that is written anew needs none of it: ``ToopherIframe`` makes addresses that every service takes, and its
    /// ``ToopherIframe/processPostback(_:requestToken:ttl:expecting:)`` reads the forms of both versions.
    public struct Version1: Sendable {
        let iframe: ToopherIframe

        /// What this helper does in the way of one or another library before 2.0.
        public let options: Options
    }
}

extension ToopherIframe.Version1 {
    /// What the libraries before 2.0 did differently, also among themselves. The default is Python's 1.1.0.
    public struct Options: Sendable {
        /// What stands in the address for an optional argument that was not given.
        public enum AbsentArgument: Sendable, Hashable {
            /// The text `None`: Python. The postback then brings back `session_token=None`.
            case textNone
            /// An empty value, as in version 2.
            case emptyText
            /// No parameter at all: Java 1.0 without an e-mail address.
            case noParameter
        }

        /// The page on which a user pairs a phone.
        public enum PairingPage: String, Sendable, Hashable, CaseIterable {
            /// Most libraries before 2.0.
            case pair = "web/pair"
            /// Java 1.1.0.
            case manageUser = "web/manage_user"
        }

        /// The page on which a user is asked.
        public enum AuthenticationPage: String, Sendable, Hashable, CaseIterable {
            /// All libraries since 1.1.0.
            case authenticate = "web/authenticate"
            /// The earliest ones, and WordPress.
            case auth = "web/auth"
        }

        /// What stands for an optional argument that was not given.
        public var absentArgument: AbsentArgument
        /// The page on which a user pairs a phone.
        public var pairingPage: PairingPage
        /// The page on which a user is asked.
        public var authenticationPage: AuthenticationPage
        /// Whether `allow_inline_pairing` is sent, which the earliest libraries and Java 1.0 did not know.
        public var sendsInlinePairing: Bool
        /// How long an address and a postback are good for, in seconds: 100 in Python, 10 in Java.
        public var ttl: Int64

        /// Makes options; each stands by itself.
        public init(
            absentArgument: AbsentArgument = .textNone, pairingPage: PairingPage = .pair,
            authenticationPage: AuthenticationPage = .authenticate, sendsInlinePairing: Bool = true, ttl: Int64 = 100
        ) {
            self.absentArgument = absentArgument
            self.pairingPage = pairingPage
            self.authenticationPage = authenticationPage
            self.sendsInlinePairing = sendsInlinePairing
            self.ttl = ttl
        }

        /// The earliest libraries: `web/auth`, and no inline pairing.
        public static let earliest = Options(authenticationPage: .auth, sendsInlinePairing: false)
    }
}
