extension AuthorizationFlow {
    /// Deviations from RFC 5849 section 2 that are accepted from servers that cannot be changed.
    ///
    /// None is accepted by default. Accept one only for a server that is known to need it, and not for all servers.
    public struct Leniencies: OptionSet, Sendable, Hashable {
        /// One bit for each option.
        public let rawValue: UInt8

        /// Creates a set of options from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The response with temporary credentials does not have `oauth_callback_confirmed=true`, as from Withings and
        /// Magento 2.
        ///
        /// The cost: such a server may implement OAuth 1.0 before revision A, in which an attacker begins an authorization
        /// and has a victim complete it. The verifier and the token in the callback remain compulsory, and they are what
        /// prevents this. A server that sends no verifier cannot be used.
        public static let unconfirmedCallback = Leniencies(rawValue: 1)

        /// A response has no `oauth_token_secret`, as from Interactive Brokers. Only with RSA, whose signatures need no
        /// secret; the credentials have an empty one.
        ///
        /// The cost: a response that lost its secret on the way passes for a complete one.
        public static let missingTokenSecret = Leniencies(rawValue: 2)

        /// A response is a JSON object in place of a form, as from Interactive Brokers. Forms are accepted too.
        ///
        /// The cost: a second parser reads what a server sends. It accepts one object of strings, numbers and Booleans,
        /// and nothing nested.
        public static let jsonResponse = Leniencies(rawValue: 4)

        /// What Interactive Brokers needs.
        public static let interactiveBrokers: Leniencies = [.unconfirmedCallback, .missingTokenSecret, .jsonResponse]
    }
}
