extension DeviceProtocol {
    /// A decision with everything that the user was shown.
    ///
    /// Stored with its signature, it proves later what was approved.
    public struct DecisionRecord: Sendable, Hashable {
        /// What was decided.
        public var kind: Kind
        /// The id of the pairing or authentication request.
        public var id: String
        /// The id of the requester.
        public var requesterID: String
        /// The name of the requester.
        public var requesterName: String
        /// The name of the user.
        public var userName: String
        /// The name of the action; empty for a pairing.
        public var actionName: String
        /// The name of the terminal; empty for a pairing.
        public var terminalName: String
        /// When the pairing or authentication request was created, in seconds since 1970.
        public var created: Int64
        /// When the pairing or authentication request expires, in seconds since 1970.
        public var expires: Int64
        /// The decision.
        public var decision: Decision
        /// The id of the device that signs.
        public var device: String

        /// Creates a decision.
        public init(
            kind: Kind, id: String, requesterID: String, requesterName: String, userName: String, actionName: String,
            terminalName: String, created: Int64, expires: Int64, decision: Decision, device: String
        ) {
            self.kind = kind
            self.id = id
            self.requesterID = requesterID
            self.requesterName = requesterName
            self.userName = userName
            self.actionName = actionName
            self.terminalName = terminalName
            self.created = created
            self.expires = expires
            self.decision = decision
            self.device = device
        }

        /// Returns what the device's key signs.
        public func bytesToSign() -> [UInt8] {
            DeviceProtocol.record(
                "toopher-decision-1",
                [
                    ("kind", kind.rawValue), ("id", id), ("requester-id", requesterID),
                    ("requester-name", requesterName), ("user-name", userName), ("action-name", actionName),
                    ("terminal-name", terminalName), ("created", String(created)), ("expires", String(expires)),
                    ("decision", decision.rawValue), ("device", device),
                ])
        }
    }
}
