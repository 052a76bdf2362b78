/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): a keyed hash for tables.
/// Whoever does not know the key cannot choose inputs that collide.
struct SipHash128 {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// Bytes absorbed so far.
    private var count: UInt64 = 0

    @inline(__always)
    init(_ key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736f_6d65_7073_6575
        v1 = key.1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
        v2 = key.0 ^ 0x6c79_6765_6e65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    /// Absorbs eight bytes.
    @inline(__always)
    mutating func absorb(_ word: UInt64) {
        count &+= 8
        compress(word)
    }

    /// Absorbs bytes, filled up with zeros to whole words: how many there are must be absorbed as well.
    @inline(__always)
    mutating func absorb(_ bytes: Span<UInt8>) {
        var index = 0
        while index &+ 8 <= bytes.count {
            absorb(bytes.word(at: index))
            index &+= 8
        }
        if index < bytes.count { absorb(bytes.lastWord(from: index)) }
    }

    /// The hash of what was absorbed and of the last `tailCount` bytes, up to seven, in `tail`.
    @inline(__always)
    mutating func finish(tail: UInt64 = 0, tailCount: UInt64 = 0) -> Fingerprint {
        compress((count &+ tailCount) << 56 | tail)
        v2 ^= 0xee
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xdd
        for _ in 0..<4 { round() }
        return Fingerprint(low: low, high: v0 ^ v1 ^ v2 ^ v3)
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 = v0 &+ v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 = v0 &+ v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 = v2 &+ v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}

extension Span where Element == UInt8 {
    /// Eight bytes from `index` on, the first in the lowest bits.
    @inline(__always)
    fileprivate func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index <= count - 8)
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The one to seven bytes from `index` on, filled up with zeros.
    @inline(__always)
    fileprivate func lastWord(from index: Int) -> UInt64 {
        // Where eight bytes or more lie before the end, the last eight are read at once.
        if count >= 8 { return word(at: count &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (index &+ 8 &- count)) }
        var word: UInt64 = 0
        for position in index..<count { word |= UInt64(self[position]) &<< UInt64(8 &* (position &- index)) }
        return word
    }
}
