extension P256 {
    /// A public key, which is a point on the curve.
    public final class PublicKey: Sendable {
        /// The uncompressed point: `04 || x || y`, 65 bytes (SEC 1 section 2.3.3).
        public let x963Representation: [UInt8]

        let key: PKey

        /// Creates a key from an uncompressed point: `04 || x || y`, 65 bytes, as WebCrypto exports it in the format `raw`.
        ///
        /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` if it is of another form or length, or not on the curve.
        public init(x963Representation point: [UInt8]) throws(CryptoError) {
            guard point.count == 65, point[0] == 4 else {
                throw .invalidKey(kind: "P-256 point", reasons: ["65 bytes starting with 04 expected"])
            }
            key = try PKey(p256Point: point)
            x963Representation = point
        }

        /// Creates a key from a SubjectPublicKeyInfo in DER, as WebCrypto exports it in the format `spki`: the named curve
        /// and an uncompressed point, 91 bytes.
        ///
        /// RFC 5480 section 2.1.1 permits named curves only. Parameters that are spelled out may differ from P-256's in
        /// the generator, and with another generator anyone can sign for any point. So only the one encoding of the
        /// named curve is accepted.
        ///
        /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` if it is anything else.
        public convenience init(derRepresentation der: [UInt8]) throws(CryptoError) {
            guard der.starts(with: Self.namedCurveHeader) else {
                throw .invalidKey(
                    kind: "SubjectPublicKeyInfo", reasons: ["id-ecPublicKey on the named curve P-256 expected"])
            }
            try self.init(x963Representation: Array(der.dropFirst(Self.namedCurveHeader.count)))
        }

        init(key: PKey) throws(CryptoError) {
            self.key = key
            x963Representation = try key.p256Point()
        }

        /// Returns whether `signature`, `r || s` of 64 bytes, is a signature of `message` by this key.
        public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
            guard let der = ES256.der(fromRaw: signature) else { return false }
            return (try? key.isValidSignature(der.span, for: message.span, using: .sha256)) ?? false
        }

        /// Returns whether `signature` is a signature of `message` by this key, as a DER `ECDSA-Sig-Value`: a sequence of the
        /// integers `r` and `s` in their one encoding.
        ///
        /// RFC 3279 section 2.2.3.
        public func isValidSignature(derRepresentation signature: [UInt8], for message: [UInt8]) -> Bool {
            guard let raw = ES256.raw(fromDER: signature), ES256.der(fromRaw: raw) == signature else { return false }
            return isValidSignature(raw, for: message)
        }

        /// The SubjectPublicKeyInfo in DER: 91 bytes.
        public var derRepresentation: [UInt8] { Self.namedCurveHeader + x963Representation }

        /// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 bytes }, without the 65 bytes.
        private static let namedCurveHeader: [UInt8] = [
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
            0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ]
    }
}
