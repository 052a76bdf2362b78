/// Eight bytes in one integer, all of them processed together.
///
/// With every byte below 0x80, adding `0x80 - n` sets a byte's top bit exactly where the byte is at least `n`, and never
/// carries into its neighbour.
enum ByteWord {
    /// The top bit of every byte.
    @inline(__always)
    private static var topBits: UInt64 { repeating(0x80) }

    /// Up to eight ASCII characters as a load from memory gives them, the first in the lowest bits.
    ///
    /// Folds to a constant for a literal.
    @inline(__always)
    static func loaded(_ literal: StaticString) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<literal.utf8CodeUnitCount { word |= UInt64(literal[byte: index]) << UInt64(8 * index) }
        return word
    }

    /// Up to eight ASCII characters as a number, the last in the lowest bits.
    ///
    /// Folds to a constant for a literal.
    @inline(__always)
    static func bigEndian(_ literal: StaticString) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<literal.utf8CodeUnitCount { word = word << 8 | UInt64(literal[byte: index]) }
        return word
    }

    /// The word with `byte` in all eight places.
    @inline(__always)
    static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The first `count` bytes of a loaded word, zeros in place of the others; `count` is 1 to 8.
    @inline(__always)
    static func prefix(_ count: Int, of word: UInt64) -> UInt64 {
        word & UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    }

    /// The word with bit 5 set in its first `count` bytes, which turns upper-case letters into lower-case ones.
    ///
    /// To compare with lower-case letters only: other characters change, too.
    @inline(__always)
    static func foldingCase(ofFirst count: Int, of word: UInt64) -> UInt64 { word | prefix(count, of: repeating(0x20)) }

    /// The top bit of each byte that is not unreserved: an ASCII letter, a digit or one of `-._~`.
    ///
    /// RFC 3986 section 2.3.
    @inline(__always)
    static func reserved(_ word: UInt64) -> UInt64 {
        let low = word & repeating(0x7f)
        let letter = isBetween("a", "z", low | repeating(0x20))
        // Between `-` and `9` only the slash is reserved.
        let digitOrMark = isBetween("-", "9", low) & isOther(than: "/", low)
        let unreserved = letter | digitOrMark | ~(isOther(than: "_", low) & isOther(than: "~", low))
        return (~unreserved | word) & topBits
    }

    /// The top bit of each byte that is not a visible ASCII character.
    @inline(__always)
    static func invisible(_ word: UInt64) -> UInt64 {
        (~isBetween("!", "~", word & repeating(0x7f)) | word) & topBits
    }

    /// The word with its upper-case ASCII letters in lower case.
    @inline(__always)
    static func lowercased(_ word: UInt64) -> UInt64 { word | letters(from: "A", to: "Z", in: word) >> 2 }

    /// The word with its lower-case ASCII letters in upper case.
    @inline(__always)
    static func uppercased(_ word: UInt64) -> UInt64 { word & ~(letters(from: "a", to: "z", in: word) >> 2) }

    /// The top bit of the first byte that is `character`; the bytes above it mean nothing. Zero if there is none.
    @inline(__always)
    static func matches(of character: Unicode.Scalar, in word: UInt64) -> UInt64 {
        let difference = word ^ repeating(UInt8(ascii: character))
        return (difference &- repeating(1)) & ~difference & topBits
    }

    /// The top bit of each byte that is one of the letters from `first` to `last`.
    @inline(__always)
    private static func letters(from first: Unicode.Scalar, to last: Unicode.Scalar, in word: UInt64) -> UInt64 {
        isBetween(first, last, word & repeating(0x7f)) & ~word & topBits
    }

    /// Sets the top bit of each byte from `first` to `last`; the other bits mean nothing. No byte of `low` has its top
    /// bit set.
    @inline(__always)
    private static func isBetween(_ first: Unicode.Scalar, _ last: Unicode.Scalar, _ low: UInt64) -> UInt64 {
        (low &+ repeating(0x80 - UInt8(ascii: first))) & ~(low &+ repeating(0x7f - UInt8(ascii: last)))
    }

    /// Sets the top bit of each byte that is not `character`; the other bits mean nothing. No byte of `low` has its top
    /// bit set.
    @inline(__always)
    private static func isOther(than character: Unicode.Scalar, _ low: UInt64) -> UInt64 {
        (low ^ repeating(UInt8(ascii: character))) &+ repeating(0x7f)
    }
}
