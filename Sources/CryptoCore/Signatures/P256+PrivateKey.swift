extension P256 {
    /// A private key that signs with ES256 or agrees on a secret with ECDH. Use one key for one of them.
    public final class PrivateKey: Sendable {
        /// The public key.
        public let publicKey: PublicKey

        private let key: PKey

        /// Creates a random key.
        ///
        /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
        public convenience init() throws(CryptoError) {
            try self.init(key: .generateP256())
        }

        /// Creates a key from its private scalar: 32 bytes, big-endian, from 1 to n - 1.
        ///
        /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` if it is of another length, or out of range.
        public convenience init(rawRepresentation scalar: SecretBytes) throws(CryptoError) {
            try self.init(key: PKey(p256Scalar: scalar))
        }

        private init(key: PKey) throws(CryptoError) {
            self.key = key
            publicKey = try PublicKey(key: key)
        }

        /// Returns the private scalar to store: 32 bytes, big-endian.
        ///
        /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
        public func rawRepresentation() throws(CryptoError) -> SecretBytes {
            try key.p256Scalar()
        }

        /// Returns the ES256 signature of `message`: `r || s`, 64 bytes.
        ///
        /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
        public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
            guard let raw = ES256.raw(fromDER: try key.signature(for: message.span, using: .sha256)) else {
                throw ErrorQueue.failure("d2i_ECDSA_SIG")
            }
            return raw
        }

        /// Returns the ES256 signature of `message` as a DER `ECDSA-Sig-Value`, 8 to 72 bytes.
        ///
        /// RFC 3279 section 2.2.3.
        ///
        /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
        public func derSignature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
            try key.signature(for: message.span, using: .sha256)
        }

        /// Returns the secret that this key shares with the owner of `peer`: the x coordinate of the product, 32 bytes,
        /// big-endian.
        ///
        /// Not uniformly random: derive keys from it with ``HKDF``.
        ///
        /// SEC 1 section 3.3.1.
        ///
        /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
        public func sharedSecret(with peer: PublicKey) throws(CryptoError) -> SecretBytes {
            try key.sharedSecret(with: peer.key)
        }
    }
}
