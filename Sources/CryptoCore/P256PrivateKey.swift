extension P256 {
    /// A private key that signs with ES256.
    public final class PrivateKey: Sendable {
        private let key: PKey

        /// The public half.
        public let publicKey: PublicKey

        /// Makes a fresh key from OpenSSL's generator.
        public convenience init() throws(CryptoError) {
            try self.init(key: .generateP256())
        }

        /// Takes the private scalar, 32 bytes big-endian, in the range 1 ..< n.
        public convenience init(rawRepresentation scalar: SecretBytes) throws(CryptoError) {
            try self.init(key: PKey(p256Scalar: scalar))
        }

        private init(key: PKey) throws(CryptoError) {
            self.key = key
            publicKey = try PublicKey(key: key)
        }

        /// The private scalar, 32 bytes big-endian: what to store.
        public func rawRepresentation() throws(CryptoError) -> SecretBytes {
            try key.p256Scalar()
        }

        /// The ES256 signature of `message`: `r || s`, 64 bytes.
        public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
            guard let raw = ES256.raw(fromDER: try key.sign(message.span, using: .sha256)) else {
                throw ErrorQueue.failure("d2i_ECDSA_SIG")
            }
            return raw
        }
    }
}
