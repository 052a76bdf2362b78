extension Verifier {
    /// Deviations from the RFC that are accepted from clients in the field which cannot be mended.
    ///
    /// Each is tried only after the request as it was sent did not verify, and none makes a
    /// signature valid that no holder of the secret made.
    public struct Leniencies: OptionSet, Sendable, Hashable {
        /// One bit for each option.
        public let rawValue: UInt8

        /// The options with these bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The same parameters stand in the query and in the form body, and only one copy was signed,
        /// as Toopher's .NET client sends them. Both lists must be equal, pair by pair.
        public static let repeatedQuery = Leniencies(rawValue: 1)

        /// Form bytes that are no UTF-8 were signed as U+FFFD, as by Toopher's Java client, which
        /// sends ISO-8859-1 and signs what is left of it as UTF-8.
        public static let replacedBytes = Leniencies(rawValue: 2)

        /// An `oauth_body_hash` made with SHA-1, whatever the signature method, as oauthlib and
        /// Authlib make it.
        public static let sha1BodyHash = Leniencies(rawValue: 4)

        /// What the clients of Toopher need that were ever released.
        public static let toopherClients: Leniencies = [.repeatedQuery, .replacedBytes]
    }
}

/// How a request that arrives is read.
struct ReadingRules {
    /// The most bytes of URL, `Authorization` header and body together.
    var maximumBytes: Int
    /// The most parameters of header, query and form together.
    var maximumParameters: Int
    var leniencies: Verifier.Leniencies
    /// What is read differently from what was sent, this time.
    var rereading: Verifier.Leniencies = []

    func rereading(_ rereading: Verifier.Leniencies) -> ReadingRules {
        var rules = self
        rules.rereading = rereading
        return rules
    }
}
