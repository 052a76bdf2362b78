#if Service

import CryptoCore

/// What a receiver does with a message, from the words of the specification, without the code of the service.
struct WebhookVerifier: Sendable {
    /// As it is shown: `whsec_…`.
    let secret: String

    /// Returns whether one of the signatures in the field is valid.
    func isValid(id: String, timestamp: String, signature: String, body: [UInt8]) throws -> Bool {
        guard secret.hasPrefix("whsec_"), let key = Base64.decode(String(secret.dropFirst(6))) else { return false }
        let expected = "v1," + Base64.encode(try Self.hmac(key, Array("\(id).\(timestamp).".utf8) + body))
        return signature.split(separator: " ").contains { $0 == expected }
    }

    /// RFC 2104 with SHA-256, in its own words.
    private static func hmac(_ key: [UInt8], _ message: [UInt8]) throws -> [UInt8] {
        let block = key + [UInt8](repeating: 0, count: 64 - key.count)
        let inner = try Digest.sha256(block.map { $0 ^ 0x36 } + message)
        return Array(try Digest.sha256(block.map { $0 ^ 0x5c } + Array(inner)))
    }
}

#endif
