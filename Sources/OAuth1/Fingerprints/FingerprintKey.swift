internal import CryptoCore

/// The secret key of the fingerprints in one table.
///
/// The counts of the parts precede the parts, so different lists of parts are different inputs.
struct FingerprintKey: Sendable {
    private let words: (UInt64, UInt64)

    /// Creates a random key.
    init() throws(CryptoError) {
        let bytes = try RandomBytes.generate(16)
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        words = (word(0..<8), word(8..<16))
    }

    /// Returns the fingerprint of a nonce with consumer key, token and timestamp. No token is an empty one.
    @inline(__always)
    func fingerprint(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>
    ) -> Fingerprint {
        var hash = SipHash128(words)
        hash.absorb(UInt64(bitPattern: timestamp))
        hash.absorb(counts: consumerKey.count, token.count, nonce.count)
        hash.absorb(consumerKey)
        hash.absorb(token)
        hash.absorb(nonce)
        return hash.finish()
    }

    /// Returns the fingerprint of a consumer key with a token. No token is an empty one.
    @inline(__always)
    func fingerprint(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Fingerprint {
        var hash = SipHash128(words)
        hash.absorb(counts: consumerKey.count, token.count, 0)
        hash.absorb(consumerKey)
        hash.absorb(token)
        return hash.finish()
    }
}

extension SipHash128 {
    /// Absorbs three counts of bytes: in one word if they have at most 21 bits, as always in practice; otherwise in
    /// three words with the top bit set.
    @inline(__always)
    fileprivate mutating func absorb(counts first: Int, _ second: Int, _ third: Int) {
        if (first | second | third) >> 21 == 0 {
            absorb(UInt64(truncatingIfNeeded: first << 42 | second << 21 | third))
        } else {
            for count in [first, second, third] { absorb(1 << 63 | UInt64(truncatingIfNeeded: count)) }
        }
    }
}
