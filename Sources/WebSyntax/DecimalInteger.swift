/// The one spelling of an integer that is accepted in a text field.
package enum DecimalInteger {
    /// Returns the number that `text` spells: an optional minus sign and 1 to 18 ASCII digits; `nil` for anything else.
    package static func parse(_ text: String) -> Int64? {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard (1...18).contains(digits.count) else { return nil }
        var magnitude: Int64 = 0
        for byte in digits {
            guard let digit = byte.decimalDigitValue else { return nil }
            magnitude = magnitude * 10 + Int64(digit)
        }
        return isNegative ? -magnitude : magnitude
    }
}
