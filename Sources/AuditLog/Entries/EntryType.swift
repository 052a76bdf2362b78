/// The types of entries that a verification looks into. Others are leaves like these.
public enum EntryType {
    /// A key that signs heads was made.
    public static let logKey = "log_key"
    /// A device was registered, with its key.
    public static let deviceRegistered = "device_registered"
    /// A device was known before there was a log.
    public static let deviceImported = "device_imported"
    /// A device has decided on an authentication request.
    public static let requestDecided = "request_decided"
    /// A device has decided on a pairing.
    public static let pairingDecided = "pairing_decided"
    /// A device has confirmed, or refused, the pairing of another device of its user.
    public static let pairingConfirmed = "pairing_confirmed"
    /// A device has ended its own pairing.
    public static let pairingRevoked = "pairing_revoked"
    /// A device has ended its own standing answer.
    public static let automationRevoked = "automation_revoked"
    /// A standing answer of a device has decided.
    public static let requestAutomated = "request_automated"
    /// A one-time password was accepted or refused.
    public static let requestPassword = "request_password"
    /// An authentication request has ended without a decision.
    public static let requestEnded = "request_ended"

    /// What a device has signed. The record is beside the entry.
    public static let signed: Set = [
        requestDecided, pairingDecided, pairingConfirmed, pairingRevoked, automationRevoked,
    ]
}
