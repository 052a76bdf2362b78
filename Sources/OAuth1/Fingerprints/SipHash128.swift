/// SipHash-2-4 with 128 bits of output: a keyed hash for tables.
///
/// Without the key, nobody can choose inputs that collide. Aumasson and Bernstein, 2012.
struct SipHash128 {
    /// What sets the hash with 128 bits of output apart, and its second half from its first.
    private static var longOutput: UInt64 { 0xee }
    private static var secondHalf: UInt64 { 0xdd }

    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// The number of bytes absorbed so far.
    private var count: UInt64 = 0

    @inline(__always)
    init(_ key: (UInt64, UInt64)) {
        v0 = key.0 ^ ByteWord.bigEndian("somepseu")
        v1 = key.1 ^ ByteWord.bigEndian("dorandom") ^ Self.longOutput
        v2 = key.0 ^ ByteWord.bigEndian("lygenera")
        v3 = key.1 ^ ByteWord.bigEndian("tedbytes")
    }

    /// Absorbs eight bytes.
    @inline(__always)
    mutating func absorb(_ word: UInt64) {
        count &+= 8
        compress(word)
    }

    /// Absorbs bytes, padded with zeros to whole words; the caller has to absorb their count as well.
    @inline(__always)
    mutating func absorb(_ bytes: Span<UInt8>) {
        var index = 0
        while index &+ 8 <= bytes.count {
            absorb(bytes.word(at: index))
            index &+= 8
        }
        if index < bytes.count { absorb(bytes.lastWord(from: index)) }
    }

    /// Returns the hash of what was absorbed and of the last `tailCount` bytes, up to seven, in `tail`.
    @inline(__always)
    mutating func finish(tail: UInt64 = 0, tailCount: UInt64 = 0) -> Fingerprint {
        compress((count &+ tailCount) << 56 | tail)
        v2 ^= Self.longOutput
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= Self.secondHalf
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
