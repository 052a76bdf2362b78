extension DeviceProtocol {
    /// The end of a pairing or of a standing answer, with everything that the user was shown of it.
    ///
    /// Stored with its signature, it proves later that it was the phone that ended it, and when.
    public struct RevocationRecord: Sendable, Hashable {
        /// What was shown.
        public var subject: RevocationSubject
        /// The time on the phone's clock, in seconds since 1970: the `Toopher-Timestamp` of the call.
        public var revoked: Int64
        /// The id of the device that signs.
        public var device: String

        /// Creates a record.
        public init(_ subject: RevocationSubject, revoked: Int64, device: String) {
            self.subject = subject
            self.revoked = revoked
            self.device = device
        }

        /// Returns what the device's key signs.
        public func bytesToSign() -> [UInt8] {
            DeviceProtocol.record(
                "toopher-revocation-1",
                [
                    ("service", subject.service), ("kind", subject.kind.rawValue), ("id", subject.id),
                    ("requester-id", subject.requester.id), ("requester-name", subject.requester.name),
                    ("user-id", subject.user.id), ("user-name", subject.user.name),
                    ("action-id", subject.action.id), ("action-name", subject.action.name),
                    ("terminal-id", subject.terminal.id), ("terminal-name", subject.terminal.name),
                    ("decision", subject.decision?.rawValue ?? ""), ("revoked", String(revoked)), ("device", device),
                ])
        }
    }
}
