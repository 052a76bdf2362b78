#if Service

internal import CryptoCore

/// A new secret of an endpoint, which signs what is sent there.
struct WebhookSecret: Sendable {
    /// Within the 24 to 64 that the specification permits; as long as the digest.
    static let byteCount = 32

    /// What is sealed, and signs.
    let bytes: SecretBytes
    /// What the operator is shown once: `whsec_` and the bytes in base64.
    let text: String

    /// Generates a secret.
    init(_ random: RandomSource) throws(CryptoError) {
        let bytes = try random(Self.byteCount)
        self.bytes = SecretBytes(bytes)
        text = "whsec_" + Base64.encode(bytes)
    }
}

#endif
