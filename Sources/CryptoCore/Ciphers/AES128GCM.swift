/// AES-128 in Galois/Counter Mode for protocols that derive a key for one message, and its nonce with it.
///
/// Two messages with the same key and nonce give away what both have in common, and let a stranger seal. ``AESGCM/Key`` seals
/// any number.
///
/// NIST SP 800-38D.
package enum AES128GCM {
    /// Returns the ciphertext, which is as long as the plaintext, and the tag of 16 bytes.
    ///
    /// - Parameters:
    ///   - plaintext: What to seal, up to 2 GiB.
    ///   - key: 16 bytes.
    ///   - nonce: 12 bytes.
    ///   - associatedData: The bytes that the sealed ones open with alone.
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` for a key of another length,
    ///   ``CryptoError/openSSL(operation:reasons:)`` for a nonce of another length.
    package static func seal(
        _ plaintext: Span<UInt8>, key: SecretBytes, nonce: [UInt8], authenticating associatedData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let context = try context(key, nonce)
        var sealed = nonce + [UInt8](repeating: 0, count: plaintext.count + AESGCM.tagCount)
        var output = sealed.mutableSpan
        try context.seal(plaintext, associatedData.span, &output)
        return Array(sealed.dropFirst(AESGCM.nonceCount))
    }

    /// Returns the plaintext of what ``seal(_:key:nonce:authenticating:)`` returned.
    ///
    /// - Throws: ``CryptoError/authenticationFailed`` if anything was changed, or belongs to another key.
    package static func open(
        _ sealed: [UInt8], key: SecretBytes, nonce: [UInt8], authenticating associatedData: [UInt8] = []
    ) throws(CryptoError) -> SecretBytes {
        let context = try context(key, nonce)
        guard sealed.count >= AESGCM.tagCount else { throw .authenticationFailed }
        let input = nonce + sealed
        return try SecretBytes(count: sealed.count - AESGCM.tagCount) { plaintext throws(CryptoError) in
            guard context.open(input.span, associatedData.span, &plaintext) else { throw .authenticationFailed }
        }
    }

    private static func context(_ key: SecretBytes, _ nonce: [UInt8]) throws(CryptoError) -> CipherContext {
        guard key.count == 16 else { throw .invalidKey(kind: "AES-128 key", reasons: ["16 bytes expected"]) }
        guard nonce.count == AESGCM.nonceCount else {
            throw .openSSL(operation: "AES-GCM", reasons: ["a nonce of 12 bytes expected"])
        }
        return try CipherContext(key)
    }
}
