/// Eight bytes judged at once in one integer.
///
/// With every byte below 0x80, adding `0x80 - n` sets a byte's top bit exactly where the byte is
/// at least `n`, and never carries into its neighbour.
enum ByteWord {
    /// The top bit of each byte that is not unreserved (RFC 3986 section 2.3: letters, digits, `-._~`).
    @inline(__always)
    static func reserved(_ word: UInt64) -> UInt64 {
        let low = word & (ones &* 0x7f)
        let folded = low | (ones &* 0x20)
        let letter = (folded &+ ones &* (0x80 - 0x61)) & ~(folded &+ ones &* (0x80 - 0x7b))
        // From `-` to `9` there is one foreign character: the slash.
        let digitOrMark =
            (low &+ ones &* (0x80 - 0x2d)) & ~(low &+ ones &* (0x80 - 0x3a)) & ((low ^ ones &* 0x2f) &+ ones &* 0x7f)
        let notUnderscore = (low ^ ones &* 0x5f) &+ ones &* 0x7f
        let notTilde = (low ^ ones &* 0x7e) &+ ones &* 0x7f
        let unreserved = letter | digitOrMark | ~(notUnderscore & notTilde)
        return (~unreserved | word) & (ones &* 0x80)
    }

    /// The word with its upper-case ASCII letters in lower case.
    @inline(__always)
    static func lowercased(_ word: UInt64) -> UInt64 {
        word | letters(from: 0x41, in: word) >> 2
    }

    /// The word with its lower-case ASCII letters in upper case.
    @inline(__always)
    static func uppercased(_ word: UInt64) -> UInt64 {
        word & ~(letters(from: 0x61, in: word) >> 2)
    }

    /// The top bit of each byte that is one of the 26 letters from `first` on.
    @inline(__always)
    private static func letters(from first: UInt64, in word: UInt64) -> UInt64 {
        let low = word & (ones &* 0x7f)
        return (low &+ ones &* (0x80 - first)) & ~(low &+ ones &* (0x80 - 26 - first)) & ~word & (ones &* 0x80)
    }

    /// Up to eight characters as the word that a load from memory would give.
    @inline(__always)
    static func make(_ literal: StaticString) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<literal.utf8CodeUnitCount {
            word |= UInt64(unsafe literal.utf8Start[index]) << UInt64(8 * index)
        }
        return word
    }

    @inline(__always)
    static var ones: UInt64 { 0x0101_0101_0101_0101 }
}
