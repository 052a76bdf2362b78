#if Service

internal import CryptoCore

/// A phone: its name, and the public half of the key that was generated on it.
struct Device: Sendable {
    var id: String
    var name: String
    var publicKey: P256.PublicKey
}

#endif
