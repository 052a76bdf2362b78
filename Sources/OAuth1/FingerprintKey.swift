internal import CryptoCore

/// The secret that the fingerprints of one table are made with.
struct FingerprintKey: Sendable {
    private let words: (UInt64, UInt64)

    /// A random key.
    init() throws(CryptoError) {
        let bytes = try RandomBytes.generate(16)
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        words = (word(0..<8), word(8..<16))
    }

    /// Of a nonce with what it belongs to. An empty token is none.
    @inline(__always)
    func fingerprint(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>
    ) -> Fingerprint {
        var hash = SipHash128(words)
        hash.absorb(UInt64(bitPattern: timestamp))
        hash.absorb(part: consumerKey)
        hash.absorb(part: token)
        hash.absorb(part: nonce)
        return hash.finish()
    }

    /// Of a consumer key with a token. An empty token is none.
    @inline(__always)
    func fingerprint(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Fingerprint {
        var hash = SipHash128(words)
        hash.absorb(part: consumerKey)
        hash.absorb(part: token)
        return hash.finish()
    }
}
