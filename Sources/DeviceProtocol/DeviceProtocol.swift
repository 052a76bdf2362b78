/// What a phone and the service sign and verify, byte for byte. `docs/device-protocol.md` has the whole protocol.
public enum DeviceProtocol {
    /// What can wait for a decision.
    public enum Kind: String, Sendable, Codable {
        /// A requester wants to pair with this phone.
        case pairing
        /// Another phone is to be paired with a user of this phone.
        case confirmation = "pairing_confirmation"
        /// A requester asks whether an action is the user's own.
        case authenticationRequest = "authentication_request"
    }

    /// What the user has decided.
    public enum Decision: String, Sendable, Codable {
        /// The user approves.
        case approve
        /// The user denies.
        case deny
    }

    /// The header field with the id that the device got when it was registered; ``newDevice`` at registration.
    public static let deviceHeader = "Toopher-Device"

    /// The header field with the time on the phone's clock, in seconds since 1970.
    public static let timestampHeader = "Toopher-Timestamp"

    /// The header field with the nonce: 8 to 64 letters, digits, `-` or `_`, never used twice.
    public static let nonceHeader = "Toopher-Nonce"

    /// The header field with the ES256 signature of ``Call/bytesToSign()``, in base64url without padding.
    public static let signatureHeader = "Toopher-Signature"

    /// The value of ``deviceHeader`` before the device has an id.
    public static let newDevice = "new"

    /// Returns a title line, then for each field a line `name length` and a line with the value.
    ///
    /// The length in bytes precedes each value, so no value can pass for another field.
    static func record(_ title: String, _ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes = Array("\(title)\n".utf8)
        for (name, value) in fields {
            bytes += "\(name) \(value.utf8.count)\n\(value)\n".utf8
        }
        return bytes
    }
}
