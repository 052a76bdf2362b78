internal import CryptoCore

/// The key and the nonce of one message.
///
/// RFC 8291 sections 3.3 and 3.4, RFC 8188 sections 2.2 and 2.3.
struct MessageKeys {
    /// 16 bytes.
    let contentKey: SecretBytes
    /// 12 bytes. That of the first record, whose sequence number is zero.
    let nonce: [UInt8]

    /// Derives both from the server's key, the subscription and the salt.
    init(key: P256.PrivateKey, subscription: PushSubscription, salt: [UInt8]) throws(CryptoError) {
        let points = subscription.publicKey.x963Representation + key.publicKey.x963Representation
        let secret = try key.sharedSecret(with: subscription.publicKey)
        try self.init(
            sharedSecret: secret, authenticationSecret: subscription.authenticationSecret, points: points, salt: salt)
    }

    /// Derives both from what server and browser share.
    ///
    /// - Parameters:
    ///   - sharedSecret: What ECDH gives.
    ///   - authenticationSecret: The subscription's.
    ///   - points: The browser's point, then the server's.
    ///   - salt: The message's.
    init(
        sharedSecret: SecretBytes, authenticationSecret: SecretBytes, points: [UInt8], salt: [UInt8]
    ) throws(CryptoError) {
        let authentication = authenticationSecret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        let input = try HKDF.sha256(
            inputKey: sharedSecret, salt: authentication, info: Array("WebPush: info\0".utf8) + points, count: 32)
        contentKey = try HKDF.sha256(
            inputKey: input, salt: salt, info: Array("Content-Encoding: aes128gcm\0".utf8), count: 16)
        nonce = try HKDF.sha256(
            inputKey: input, salt: salt, info: Array("Content-Encoding: nonce\0".utf8), count: AESGCM.nonceCount
        ).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
