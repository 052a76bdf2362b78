internal import Platform

extension AESGCM {
    /// A key that seals and opens, prepared once and used by any number of threads.
    ///
    /// Seal no more than 2³² plaintexts with one key: with random nonces more may repeat one, which gives away what both
    /// plaintexts have in common, and lets a stranger seal (NIST SP 800-38D section 8.3).
    public final class Key: Sendable {
        private let key: SecretBytes
        private let idle: Lock<[CipherContext]>

        /// Creates a key from 32 bytes.
        ///
        /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` if there are more or fewer.
        public init(_ key: SecretBytes) throws(CryptoError) {
            guard key.count == 32 else {
                throw .invalidKey(kind: "AES-256 key", reasons: ["32 bytes expected"])
            }
            self.key = key
            idle = Lock([try CipherContext(key)])
        }

        /// Returns the sealed bytes: a random nonce, the ciphertext and the tag.
        ///
        /// - Parameters:
        ///   - plaintext: What to seal, up to 2 GiB.
        ///   - associatedData: What the sealed bytes belong to, such as the name of a table and of a row. They open with
        ///     the same bytes only, which are not part of them.
        /// - Throws: ``CryptoError/randomUnavailable(reasons:)`` rather than use a weaker nonce, or
        ///   ``CryptoError/openSSL(operation:reasons:)``.
        public func seal(
            _ plaintext: SecretBytes, authenticating associatedData: [UInt8]
        ) throws(CryptoError) -> [UInt8] {
            try seal(plaintext, authenticating: associatedData, nonce: RandomBytes.generate(AESGCM.nonceCount))
        }

        /// Seals with a nonce that was never used with this key before.
        func seal(
            _ plaintext: SecretBytes, authenticating associatedData: [UInt8], nonce: [UInt8]
        ) throws(CryptoError) -> [UInt8] {
            guard nonce.count == AESGCM.nonceCount else {
                throw .openSSL(operation: "AES-GCM", reasons: ["a nonce of 12 bytes expected"])
            }
            var sealed = nonce + [UInt8](repeating: 0, count: plaintext.count + AESGCM.tagCount)
            let context = try takeContext()
            var output = sealed.mutableSpan
            try plaintext.withBytes { plaintext throws(CryptoError) in
                try context.seal(plaintext, associatedData.span, &output)
            }
            idle.withLock { $0.append(context) }
            return sealed
        }

        /// Returns the plaintext of sealed bytes.
        ///
        /// - Parameters:
        ///   - sealed: What ``seal(_:authenticating:)`` returned.
        ///   - associatedData: The bytes that it was given.
        /// - Throws: ``CryptoError/authenticationFailed`` if the sealed bytes or the associated data were changed, or are
        ///   those of another key.
        public func open(
            _ sealed: [UInt8], authenticating associatedData: [UInt8]
        ) throws(CryptoError) -> SecretBytes {
            guard sealed.count >= AESGCM.overhead else { throw .authenticationFailed }
            let context = try takeContext()
            defer { idle.withLock { $0.append(context) } }
            return try SecretBytes(count: sealed.count - AESGCM.overhead) { plaintext throws(CryptoError) in
                guard context.open(sealed.span, associatedData.span, &plaintext) else { throw .authenticationFailed }
            }
        }

        private func takeContext() throws(CryptoError) -> CipherContext {
            if let context = idle.withLock({ $0.popLast() }) { context } else { try CipherContext(key) }
        }
    }
}
