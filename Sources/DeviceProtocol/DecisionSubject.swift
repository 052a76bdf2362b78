extension DeviceProtocol {
    /// What waits for a decision: everything that the phone shows of it.
    public struct DecisionSubject: Sendable, Hashable {
        /// The base URL of the service, which ends in `/`: an answer is worth nothing at another service.
        public var service: String
        /// What is decided.
        public var kind: Kind
        /// The id of the pairing or authentication request.
        public var id: String
        /// Who asks.
        public var requester: Named
        /// In whose name.
        public var user: Named
        /// What is to be allowed; ``Named/none`` without an authentication request.
        public var action: Named
        /// Where the request comes from; ``Named/none`` without an authentication request.
        public var terminal: Named
        /// The other phone that is to be paired; ``Named/none`` without a confirmation.
        public var phone: Named
        /// The words of the other phone's key, see ``DeviceFingerprint``; empty without a confirmation.
        public var phoneWords: String
        /// Whether the user has never approved anything from this terminal.
        public var isFirstFromTerminal: Bool
        /// Whether the phone must ask for its pattern, PIN or finger before it approves.
        public var isChallengeRequired: Bool
        /// How many digits the number has that the user must copy from the requester's page; 0 for none.
        public var numberDigits: Int
        /// Whether the user may let the phone's service answer later requests like this one.
        public var isAutomationAllowed: Bool
        /// When the pairing or authentication request was created, in seconds since 1970.
        public var created: Int64
        /// When it expires, in seconds since 1970.
        public var expires: Int64

        /// Creates a subject; that of a pairing by default.
        public init(
            service: String, kind: Kind, id: String, requester: Named, user: Named, action: Named = .none,
            terminal: Named = .none, phone: Named = .none, phoneWords: String = "", isFirstFromTerminal: Bool = false,
            isChallengeRequired: Bool = false,
            numberDigits: Int = 0, isAutomationAllowed: Bool = false, created: Int64, expires: Int64
        ) {
            self.service = service
            self.kind = kind
            self.id = id
            self.requester = requester
            self.user = user
            self.action = action
            self.terminal = terminal
            self.phone = phone
            self.phoneWords = phoneWords
            self.isFirstFromTerminal = isFirstFromTerminal
            self.isChallengeRequired = isChallengeRequired
            self.numberDigits = numberDigits
            self.isAutomationAllowed = isAutomationAllowed
            self.created = created
            self.expires = expires
        }
    }
}
