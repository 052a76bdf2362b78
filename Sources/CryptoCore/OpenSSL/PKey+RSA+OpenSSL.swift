internal import COpenSSL

extension PKey {
    /// Shorter moduli can be factored; longer ones make a verification too costly.
    private static var rsaBits: ClosedRange<Int> { 2048...16384 }
    /// OpenSSL's own limit for moduli above 3072 bits. With a longer exponent a verification costs as much as a signature.
    private static var maximumExponentBits: Int { 64 }

    /// The length of the modulus, or of the curve's field, in bits.
    var bitCount: Int { unsafe withPointer { unsafe Int(EVP_PKEY_get_bits($0)) } }

    /// Returns the RSA private key in a PEM text.
    static func rsaPrivateKey(inPEM pem: Span<UInt8>, passphrase: SecretBytes?) throws(CryptoError) -> PKey {
        let kind = "RSA private key"
        let key = try privateKey(inPEM: pem, passphrase: passphrase, kind: kind)
        try key.requireRSA(kind)
        try key.requirePair(kind)
        return key
    }

    /// Returns the RSA public key in a PEM text.
    static func rsaPublicKey(inPEM pem: Span<UInt8>) throws(CryptoError) -> PKey {
        let kind = "RSA public key"
        let key = try publicKey(inPEM: pem, kind: kind)
        try key.requireRSA(kind)
        return key
    }

    /// Refuses any other algorithm, RSA-PSS too, whose keys must not sign with another padding, and unsound sizes.
    private func requireRSA(_ kind: String) throws(CryptoError) {
        guard unsafe withPointer({ unsafe EVP_PKEY_is_a($0, "RSA") == 1 }) else {
            throw .invalidKey(kind: kind, reasons: ["its algorithm is \(algorithmName), and not RSA"])
        }
        guard Self.rsaBits.contains(bitCount) else {
            throw .invalidKey(kind: kind, reasons: ["it has \(bitCount) bits; 2048 to 16384 are accepted"])
        }
        guard unsafe withPointer({ unsafe BigNumber(ParameterName.rsaModulus, of: $0)?.isOdd ?? false }) else {
            throw .invalidKey(kind: kind, reasons: ["its modulus is even"])
        }
        guard unsafe withPointer({ unsafe Self.hasSoundExponent($0) }) else {
            throw .invalidKey(
                kind: kind,
                reasons: ["its public exponent is even, below 3 or longer than \(Self.maximumExponentBits) bits"])
        }
    }

    private static func hasSoundExponent(_ key: OpaquePointer) -> Bool {
        guard let exponent = unsafe BigNumber(ParameterName.rsaExponent, of: key) else { return false }
        return exponent.isOdd && !exponent.isOne && exponent.bitCount <= maximumExponentBits
    }

    /// Refuses a key whose numbers do not belong together.
    ///
    /// The equations do not show whether the factors are primes; a signature that is made and verified does.
    private func requirePair(_ kind: String) throws(CryptoError) {
        let areConsistent = unsafe withPointer { key in
            guard let parts = unsafe RSAParts(key) else { return false }
            return parts.areConsistent()
        }
        guard areConsistent, try verifiesItsOwnSignature() else {
            _ = ErrorQueue.drain()
            throw .invalidKey(kind: kind, reasons: ["its numbers are not those of one key with two primes"])
        }
    }

    private func verifiesItsOwnSignature() throws(CryptoError) -> Bool {
        let message = Array("message".utf8)
        let signature = try self.signature(for: message.span, using: .sha256)
        return try isValidSignature(signature.span, for: message.span, using: .sha256)
    }
}
