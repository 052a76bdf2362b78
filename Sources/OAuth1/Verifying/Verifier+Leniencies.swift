extension Verifier {
    /// Deviations from the RFC that are accepted from deployed clients that cannot be changed.
    ///
    /// Each is tried only after the request as it was sent did not verify, and none of them accepts a signature that was
    /// made without the secret.
    public struct Leniencies: OptionSet, Sendable, Hashable {
        /// One bit for each option.
        public let rawValue: UInt8

        /// Creates a set of options from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The parameters of the form body are in the query too, and only the body was signed, as Toopher's .NET client
        /// sends them. It does not escape `+`, `&` and `#` in the query, so that the query may say something else.
        ///
        /// Nothing of the query is then used: ``VerifiedRequest/parameters`` are those of the body. It must begin with
        /// the name that the body begins with, and have no protocol parameters.
        public static let repeatedQuery = Leniencies(rawValue: 1)

        /// Form bytes that are not valid UTF-8 were signed as U+FFFD, as by Toopher's Java client, which sends ISO-8859-1
        /// and signs it as UTF-8.
        public static let replacedBytes = Leniencies(rawValue: 2)

        /// An `oauth_body_hash` was made with SHA-1 regardless of the signature method, as by oauthlib and Authlib.
        public static let sha1BodyHash = Leniencies(rawValue: 4)

        /// What the released clients of Toopher need.
        public static let toopherClients: Leniencies = [.repeatedQuery, .replacedBytes]
    }
}
