extension DeviceProtocol {
    /// What a phone can end: everything that it shows of it.
    public struct RevocationSubject: Sendable, Hashable {
        /// The kinds of what a phone can end.
        public enum Kind: String, Sendable, Codable {
            /// The phone decides for a user.
            case pairing
            /// The service gives a standing answer in the user's place.
            case automation
        }

        /// The base URL of the service, which ends in `/`: the end is worth nothing at another service.
        public var service: String
        /// What ends.
        public var kind: Kind
        /// The id of the pairing or standing answer.
        public var id: String
        /// Who asks for decisions.
        public var requester: Named
        /// In whose name.
        public var user: Named
        /// What is answered; ``Named/none`` for a pairing.
        public var action: Named
        /// Where the requests that are answered come from; ``Named/none`` for a pairing.
        public var terminal: Named
        /// The standing answer; `nil` for a pairing.
        public var decision: Decision?

        /// Creates a subject; that of a pairing by default.
        public init(
            service: String, kind: Kind, id: String, requester: Named, user: Named, action: Named = .none,
            terminal: Named = .none, decision: Decision? = nil
        ) {
            self.service = service
            self.kind = kind
            self.id = id
            self.requester = requester
            self.user = user
            self.action = action
            self.terminal = terminal
            self.decision = decision
        }
    }
}
