#if Service

internal import WebSyntax

/// The elements of a field such as `Accept-Language`, each with its weight (RFC 9110 section 12.4.2).
enum WeightedList {
    /// Returns the elements in their order, in lower case, with their weights in thousandths. One whose weight is malformed is
    /// left out.
    ///
    /// - Parameter value: The field's value, of which only the beginning is read.
    static func parse(_ value: String?) -> [(name: String, weight: Int)] {
        (value ?? "").utf8.prefix(1000).split(separator: UInt8(ascii: ",")).prefix(50).compactMap { element in
            let parts = Substring(element).split(separator: ";", omittingEmptySubsequences: false)
            guard let name = parts.first, let weight = weight(parts.dropFirst()) else { return nil }
            return (trimmed(name).lowercased(), weight)
        }
    }

    /// Returns a weight in thousandths; `nil` for one that is malformed.
    private static func weight(_ parameters: ArraySlice<Substring>) -> Int? {
        guard let parameter = parameters.first else { return 1000 }
        let digits = trimmed(parameter)
        guard parameters.count == 1, digits.hasPrefix("q=") || digits.hasPrefix("Q=") else { return nil }
        let number = Array(digits.utf8.dropFirst(2))
        guard let whole = number.first, number.count <= 5, number.count == 1 || number[1] == UInt8(ascii: "."),
            whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1"), number.dropFirst(2).allSatisfy(\.isASCIIDigit)
        else { return nil }
        let fraction = number.dropFirst(2).reduce(into: 0) { $0 = $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        let scale = [1000, 100, 10, 1][max(0, number.count - 2)]
        return min(1000, Int(whole - UInt8(ascii: "0")) * 1000 + fraction * scale)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return Substring(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed().map(String.init).joined())
    }
}

#endif
