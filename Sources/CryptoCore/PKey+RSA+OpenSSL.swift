internal import COpenSSL

extension PKey {
    /// Shorter moduli can be factored; longer ones would let a key's owner buy our time.
    private static var rsaBits: ClosedRange<Int> { 2048...16384 }
    /// OpenSSL's own bound for moduli above 3072 bits. A longer exponent makes a verification as dear as
    /// a signature.
    private static var maximumExponentBits: Int { 64 }
    private static var maximumPEMBytes: Int { 64 << 10 }

    /// The length of the modulus, or of the field, in bits.
    var bitCount: Int { unsafe withPointer { unsafe Int(EVP_PKEY_get_bits($0)) } }

    /// The RSA key in the first PEM block of a text.
    convenience init(rsaPEM pem: Span<UInt8>, isPrivate: Bool) throws(CryptoError) {
        let kind = isPrivate ? "RSA private key" : "RSA public key"
        guard pem.count <= Self.maximumPEMBytes else {
            throw .invalidKey(kind: kind, reasons: ["the text is longer than \(Self.maximumPEMBytes) bytes"])
        }
        let block = try PEMBlock(pem, kind: kind)
        unsafe self.init(owning: isPrivate ? try block.privateKey(kind) : try block.publicKey(kind))
        try requireRSA(kind)
        if isPrivate { try requirePair(kind) }
    }

    /// Only plain RSA of a sound size: a key that is for RSA-PSS says that it must not sign like this.
    private func requireRSA(_ kind: String) throws(CryptoError) {
        guard unsafe withPointer({ unsafe EVP_PKEY_is_a($0, "RSA") == 1 }) else {
            throw .invalidKey(kind: kind, reasons: ["it is a key of another algorithm"])
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

    /// Refuses a key whose numbers do not belong together. The equations come first; a signature,
    /// made and verified, then tells whether the two factors work as primes do.
    private func requirePair(_ kind: String) throws(CryptoError) {
        let belongTogether = unsafe withPointer { key in
            guard let parts = unsafe RSAParts(key) else { return false }
            return parts.belongTogether()
        }
        guard belongTogether, try signsWhatItVerifies() else {
            _ = ErrorQueue.drain()
            throw .invalidKey(kind: kind, reasons: ["its numbers are not those of one key with two primes"])
        }
    }

    private func signsWhatItVerifies() throws(CryptoError) -> Bool {
        let probe: [UInt8] = [0x70, 0x72, 0x6f, 0x62, 0x65]
        let signature = try sign(probe.span, using: .sha256)
        return try isValid(signature.span, for: probe.span, using: .sha256)
    }
}
