/// Decimal numbers in their canonical spelling.
package enum DecimalNumber {
    /// Returns the number that `digits` spell; `nil` for a sign, a leading zero, more than five digits or a number above
    /// `limit`.
    package static func parse(_ digits: some Collection<UInt8>, upTo limit: Int) -> Int? {
        guard let first = digits.first, digits.count <= 5, first != UInt8(ascii: "0") || digits.count == 1 else {
            return nil
        }
        var number = 0
        for digit in digits {
            guard let value = digit.decimalDigitValue else { return nil }
            number = number * 10 + Int(value)
        }
        return number <= limit ? number : nil
    }
}
