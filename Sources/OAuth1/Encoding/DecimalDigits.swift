/// Numbers as decimal digits, eight at a time.
enum DecimalDigits {
    /// Returns the eight digits of a number below 10⁸ as ASCII, the first in the lowest byte.
    ///
    /// Halves the number of digits in each part three times, in all parts at once. The quotients are products with a
    /// reciprocal, which is exact for numbers that small: n / 100 for n < 10⁴, and n / 10 for n < 100.
    @inline(__always)
    static func word(of number: UInt64) -> UInt64 {
        let (high, low) = number.quotientAndRemainder(dividingBy: 10_000)
        let fours = high | low << 32
        let hundreds = (fours &* 10486) >> 20 & 0x0000_007f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
        return tens | (twos &- tens &* 10) << 8 | ByteWord.repeating(UInt8(ascii: "0"))
    }
}
