internal import CryptoCore

/// The encryption of a message for a subscription: one record of `aes128gcm`, with a key that is used once.
///
/// RFC 8291 section 3, RFC 8188 section 2.
package enum MessageEncryption {
    /// The longest payload, so that a body has at most 4096 bytes, which every push service accepts (RFC 8030 section 7.2).
    package static let maximumPayloadCount = recordSize - headerCount - 1 - AESGCM.tagCount

    static let recordSize = 4096
    /// Salt, record size, length of the key, key.
    static let headerCount = 16 + 4 + 1 + 65

    /// What stands between the data and the padding of the last record.
    private static let lastRecordDelimiter: UInt8 = 2

    /// Returns the body of a request to the push service.
    ///
    /// - Parameters:
    ///   - payload: What the browser's service worker receives.
    ///   - subscription: For whom.
    ///   - paddedCount: The length that the payload is padded to, so that its own is not visible; `nil` for no padding.
    /// - Throws: ``WebPushError/payloadTooLarge(limit:)`` for one that is longer; ``WebPushError/crypto(_:)``.
    package static func encrypt(
        _ payload: [UInt8], for subscription: PushSubscription, paddedTo paddedCount: Int? = nil
    ) throws(WebPushError) -> [UInt8] {
        let key = try WebPushError.wrapping { () throws(CryptoError) in try P256.PrivateKey() }
        let salt = try WebPushError.wrapping { () throws(CryptoError) in try RandomBytes.generate(16) }
        return try encrypt(payload, for: subscription, paddedTo: paddedCount, key: key, salt: salt)
    }

    /// Encrypts with a key and a salt that were never used before.
    static func encrypt(
        _ payload: [UInt8], for subscription: PushSubscription, paddedTo paddedCount: Int? = nil, key: P256.PrivateKey,
        salt: [UInt8]
    ) throws(WebPushError) -> [UInt8] {
        let limit = min(paddedCount ?? maximumPayloadCount, maximumPayloadCount)
        guard payload.count <= limit else { throw .payloadTooLarge(limit: limit) }
        let recordCount = max(payload.count, paddedCount.map { min($0, maximumPayloadCount) } ?? 0) + 1
        var record: [UInt8] = []
        record.reserveCapacity(recordCount)
        record += payload
        record.append(lastRecordDelimiter)
        record += repeatElement(0, count: recordCount - record.count)
        let sealed = try WebPushError.wrapping { () throws(CryptoError) in
            let keys = try MessageKeys(key: key, subscription: subscription, salt: salt)
            return try AES128GCM.seal(record.span, key: keys.contentKey, nonce: keys.nonce)
        }
        return header(salt, key.publicKey) + sealed
    }

    /// Returns the header of RFC 8188 section 2.1, with the public key as the identifier of the key.
    private static func header(_ salt: [UInt8], _ key: P256.PublicKey) -> [UInt8] {
        let size = UInt32(recordSize)
        let sizeBytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
        let point = key.x963Representation
        var header: [UInt8] = []
        header.reserveCapacity(headerCount)
        header += salt
        header += sizeBytes
        header.append(UInt8(point.count))
        header += point
        return header
    }
}
