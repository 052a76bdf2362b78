#if Service

internal import CryptoCore

/// The value of `Webhook-Signature`.
///
/// Standard Webhooks specification, symmetric signatures (`v1`).
enum WebhookSignature {
    /// Returns the signatures of a message, one for each key, separated by spaces: during a rotation a receiver knows one of
    /// them.
    ///
    /// - Parameter timestamp: The time of this attempt, in seconds since 1970.
    static func value(
        id: String, timestamp: Int64, body: [UInt8], keys: [SecretBytes]
    ) throws(CryptoError) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let signatures = try keys.map { key throws(CryptoError) in
            "v1," + Base64.encode(try HMACKey(.sha256, key: key).authenticationCode(for: signed))
        }
        return signatures.joined(separator: " ")
    }
}

#endif
