#if Service

internal import CryptoCore

/// A phone: its name, and the public half of the key that was generated on it.
struct Device: Sendable {
    var id: String
    var name: String
    var publicKey: P256.PublicKey
    /// What proves that the phone has checked its user; `nil` until the phone has set that up.
    var credential: DeviceCredential?

    /// Whether each approval on this phone needs the phone's own check.
    var alwaysVerifies: Bool { credential?.isAlwaysRequired ?? false }
}

#endif
