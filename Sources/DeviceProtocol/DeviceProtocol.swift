public import CryptoCore

/// What a phone and the service sign and check, byte for byte. The whole protocol is in `docs/device-protocol.md`.
public enum DeviceProtocol {
    /// Header: the id that registration gave the device; ``newDevice`` at registration.
    public static let deviceHeader = "Toopher-Device"
    /// Header: seconds since 1970 on the phone's clock.
    public static let timestampHeader = "Toopher-Timestamp"
    /// Header: 8 to 64 letters, digits, `-` or `_`, never used twice.
    public static let nonceHeader = "Toopher-Nonce"
    /// Header: the ES256 signature over ``Call/bytesToSign()``, base64url without padding.
    public static let signatureHeader = "Toopher-Signature"
    /// What stands in ``deviceHeader`` before the device has an id.
    public static let newDevice = "new"

    /// What can be waiting for an answer.
    public enum Kind: String, Sendable, Codable {
        /// A service wants to pair with this phone.
        case pairing
        /// A service wants to know whether it is really the user.
        case authenticationRequest = "authentication_request"
    }

    /// The person's answer.
    public enum Decision: String, Sendable, Codable {
        /// Yes, this is me.
        case approve
        /// No.
        case deny
    }
}

extension DeviceProtocol {
    /// One HTTP request of a phone. Its signature binds the request to the server it was meant for.
    public struct Call: Sendable, Hashable {
        /// The HTTP method, upper case.
        public var method: String
        /// The absolute URL as the phone calls it, query included.
        public var url: String
        /// The body, empty for `GET`.
        public var body: [UInt8]
        /// The value of ``deviceHeader``.
        public var device: String
        /// The value of ``timestampHeader``.
        public var timestamp: Int64
        /// The value of ``nonceHeader``.
        public var nonce: String

        /// One request.
        public init(method: String, url: String, body: [UInt8], device: String, timestamp: Int64, nonce: String) {
            self.method = method
            self.url = url
            self.body = body
            self.device = device
            self.timestamp = timestamp
            self.nonce = nonce
        }

        /// What the device's key signs.
        public func bytesToSign() throws(CryptoError) -> [UInt8] {
            let digest = Hex.encode(try Digest.sha256(body))
            return DeviceProtocol.record(
                "toopher-device-call-1",
                [
                    ("method", method), ("url", url), ("body-sha256", digest),
                    ("device", device), ("timestamp", String(timestamp)), ("nonce", nonce),
                ])
        }
    }

    /// A decision together with everything that the person was shown. Stored with its signature, it proves later
    /// what was approved.
    public struct DecisionRecord: Sendable, Hashable {
        /// What was decided on.
        public var kind: Kind
        /// The id of the pairing or authentication request.
        public var id: String
        /// Who asks.
        public var requesterID: String
        /// Who asks, in words.
        public var requesterName: String
        /// About whom.
        public var userName: String
        /// What is being allowed; empty for a pairing.
        public var actionName: String
        /// From where; empty for a pairing.
        public var terminalName: String
        /// When the service made the request, seconds since 1970.
        public var created: Int64
        /// When it ends, seconds since 1970.
        public var expires: Int64
        /// The answer.
        public var decision: Decision
        /// The id of the device that answers.
        public var device: String

        /// A decision together with everything that the person was shown.
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

        /// What the device's key signs.
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

    /// A title line, then for each field a line `name length` and a line with the value. Because the length in bytes
    /// precedes each value, no value can pass for another field.
    private static func record(_ title: String, _ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes = Array("\(title)\n".utf8)
        for (name, value) in fields {
            bytes += "\(name) \(value.utf8.count)\n\(value)\n".utf8
        }
        return bytes
    }
}
