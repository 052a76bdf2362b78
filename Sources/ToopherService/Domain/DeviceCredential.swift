#if Service

internal import WebAuthn

/// The credential of a phone's authenticator, which checks who holds the phone.
struct DeviceCredential: Sendable {
    /// The most credentials that a device may have had.
    static let maximumCount: Int64 = 16

    /// In base64url without padding.
    var id: String
    var key: CredentialKey
    /// Whether the phone's user wants to be checked before each approval.
    var isAlwaysRequired: Bool
}

#endif
