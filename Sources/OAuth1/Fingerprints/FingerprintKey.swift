internal import CryptoCore

/// The secret that the fingerprints of one table are made with.
///
/// The numbers of bytes come before the bytes, so no two lists of parts are the same input.
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
        hash.absorb(counts: consumerKey.count, token.count, nonce.count)
        hash.absorb(consumerKey)
        hash.absorb(token)
        hash.absorb(nonce)
        return hash.finish()
    }

    /// Of a consumer key with a token. An empty token is none.
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
    /// Absorbs three numbers of bytes: in one word if they are as small as they always are, else in three
    /// words with the top bit set.
    @inline(__always)
    fileprivate mutating func absorb(counts first: Int, _ second: Int, _ third: Int) {
        if (first | second | third) >> 21 == 0 {
            absorb(UInt64(truncatingIfNeeded: first << 42 | second << 21 | third))
        } else {
            for count in [first, second, third] { absorb(1 << 63 | UInt64(truncatingIfNeeded: count)) }
        }
    }
}
