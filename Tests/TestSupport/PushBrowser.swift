package import CryptoCore
package import WebPush

/// The other side: a browser with a subscription, which decrypts what it is sent, step by step as RFC 8291 section 3.4 and
/// RFC 8188 section 2 write it.
package struct PushBrowser: Sendable {
    package let key: P256.PrivateKey
    package let authenticationSecret: [UInt8]

    package init() throws {
        key = try P256.PrivateKey()
        authenticationSecret = try RandomBytes.generate(16)
    }

    package init(key: P256.PrivateKey, authenticationSecret: [UInt8]) {
        self.key = key
        self.authenticationSecret = authenticationSecret
    }

    package func subscription(
        _ endpoint: String = "https://updates.push.services.mozilla.com/wpush/v2/token"
    ) throws -> PushSubscription {
        try PushSubscription(
            endpoint: endpoint, publicKey: key.publicKey.x963Representation,
            authenticationSecret: SecretBytes(authenticationSecret))
    }

    /// Returns the message in `body`; `nil` if it does not decrypt.
    package func decrypt(_ body: [UInt8]) -> [UInt8]? {
        guard body.count > 21, body[20] == 65, body.count > 86 else { return nil }
        let (salt, point, sealed) = (Array(body[..<16]), Array(body[21..<86]), Array(body[86...]))
        let recordSize = body[16..<20].reduce(0) { $0 << 8 | Int($1) }
        guard recordSize >= 18, sealed.count <= recordSize, let peer = try? P256.PublicKey(x963Representation: point),
            let secret = try? key.sharedSecret(with: peer)
        else { return nil }
        let input = hmac(
            hmac(authenticationSecret, secret.bytes),
            Array("WebPush: info".utf8) + [0] + key.publicKey.x963Representation + point + [1])
        let pseudorandomKey = hmac(salt, input)
        let contentKey = hmac(pseudorandomKey, Array("Content-Encoding: aes128gcm".utf8) + [0, 1]).prefix(16)
        let nonce = hmac(pseudorandomKey, Array("Content-Encoding: nonce".utf8) + [0, 1]).prefix(12)
        guard let record = try? AES128GCM.open(sealed, key: SecretBytes(Array(contentKey)), nonce: Array(nonce)) else {
            return nil
        }
        let data = record.bytes
        guard let delimiter = data.lastIndex(where: { $0 != 0 }), data[delimiter] == 2 else { return nil }
        return Array(data[..<delimiter])
    }

    private func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        (try? HMACKey(.sha256, key: SecretBytes(key)).authenticationCode(for: message)) ?? []
    }
}

extension SecretBytes {
    package var bytes: [UInt8] { withBytes { bytes in bytes.indices.map { bytes[$0] } } }
}
