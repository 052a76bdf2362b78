/// The NIST curve P-256 and ES256, its ECDSA with SHA-256 (FIPS 186-5, RFC 7518 section 3.4).
public enum P256 {}

extension P256 {
    /// A public key, checked to be a point on the curve.
    public final class PublicKey: Sendable {
        private let key: PKey

        /// The uncompressed point of SEC 1 section 2.3.3: `04 || x || y`, 65 bytes.
        public let x963Representation: [UInt8]

        /// Takes an uncompressed point: `04 || x || y`, 65 bytes, as WebCrypto's `raw` export gives it.
        public convenience init(x963Representation point: [UInt8]) throws(CryptoError) {
            guard point.count == 65, point[0] == 4 else {
                throw .invalidKey(kind: "P-256 point", reasons: ["65 bytes starting with 04 expected"])
            }
            try self.init(key: PKey(p256Point: point))
        }

        /// Takes a SubjectPublicKeyInfo in DER (RFC 5480), as WebCrypto's `spki` export gives it.
        public convenience init(derRepresentation der: [UInt8]) throws(CryptoError) {
            try self.init(key: PKey(subjectPublicKeyInfo: der))
        }

        init(key: PKey) throws(CryptoError) {
            self.key = key
            x963Representation = try key.p256Point()
        }

        /// Whether `signature` (`r || s`, 64 bytes) is this key's over `message`. Anything that is
        /// not a signature is simply not valid.
        public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
            guard let der = ES256.der(fromRaw: signature) else { return false }
            return key.verifySHA256(der, of: message)
        }
    }
}
