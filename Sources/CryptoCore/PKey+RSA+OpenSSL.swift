internal import COpenSSL

extension PKey {
    /// Shorter moduli can be factored; longer ones would let a key's owner buy our time.
    private static var rsaBits: ClosedRange<Int> { 2048...16384 }
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
        let decoded = isPrivate ? unsafe try block.privateKey(kind) : unsafe try block.publicKey(kind)
        guard let pointer = unsafe decoded else { throw .invalidKey(kind: kind, reasons: ErrorQueue.drain()) }
        unsafe self.init(owning: pointer)
        try requireRSA(kind)
    }

    /// Only plain RSA of a sound size: a key that is for RSA-PSS says that it must not sign like this.
    private func requireRSA(_ kind: String) throws(CryptoError) {
        guard unsafe withPointer({ unsafe EVP_PKEY_is_a($0, "RSA") == 1 }) else {
            throw .invalidKey(kind: kind, reasons: ["it is a key of another algorithm"])
        }
        guard Self.rsaBits.contains(bitCount) else {
            throw .invalidKey(kind: kind, reasons: ["it has \(bitCount) bits; 2048 to 16384 are accepted"])
        }
        guard unsafe withPointer({ unsafe Self.hasSoundExponent($0) }) else {
            throw .invalidKey(kind: kind, reasons: ["its public exponent is even or below 3"])
        }
    }

    private static func hasSoundExponent(_ key: OpaquePointer) -> Bool {
        var exponent: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, ParameterName.rsaExponent, &exponent) == 1 else { return false }
        defer { unsafe BN_free(exponent) }
        return unsafe BN_is_odd(exponent) == 1 && BN_is_one(exponent) == 0
    }
}
