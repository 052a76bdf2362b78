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

        /// Takes a SubjectPublicKeyInfo in DER, as WebCrypto's `spki` export gives it: the named curve
        /// and an uncompressed point, 91 bytes.
        ///
        /// RFC 5480 section 2.1.1 allows named curves only. Parameters that are spelled out can be
        /// P-256's but for the generator, and under another generator anyone can sign for anyone's
        /// point; so nothing but the one encoding of the named curve is read.
        public convenience init(derRepresentation der: [UInt8]) throws(CryptoError) {
            guard der.starts(with: Self.namedCurveHeader) else {
                throw .invalidKey(
                    kind: "SubjectPublicKeyInfo", reasons: ["id-ecPublicKey on the named curve P-256 expected"])
            }
            try self.init(x963Representation: Array(der.dropFirst(Self.namedCurveHeader.count)))
        }

        /// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 bytes, of which this is
        /// all but the bytes.
        private static let namedCurveHeader: [UInt8] = [
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
            0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ]

        init(key: PKey) throws(CryptoError) {
            self.key = key
            x963Representation = try key.p256Point()
        }

        /// Whether `signature` (`r || s`, 64 bytes) is this key's over `message`. Anything that is
        /// not a signature is simply not valid.
        public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
            guard let der = ES256.der(fromRaw: signature) else { return false }
            return (try? key.isValid(der.span, for: message.span, using: .sha256)) ?? false
        }
    }
}
