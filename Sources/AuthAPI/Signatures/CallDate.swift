internal import WebSyntax

/// The dates that clients of the Auth API sign: RFC 5322 section 3.3, as leniently as their many writers need.
package enum CallDate {
    /// Returns the seconds since 1970; `nil` if `text` is no date.
    ///
    ///     Thu, 26 Nov 2026 15:00:00 -0000
    ///     Thu, 26 Nov 2026 15:00:00 GMT
    ///     26 Nov 2026 17:00 +0200
    package static func parse(_ text: String) -> Int64? {
        guard text.utf8.count <= 64 else { return nil }
        var words = text.split(separator: " ").map(String.init)
        // Whether it is the right one does not matter.
        if words.first?.utf8.last == UInt8(ascii: ",") { words.removeFirst() }
        guard words.count == 5, let offset = offset(words[4]) else { return nil }
        let time = words[3].utf8.count == 5 ? words[3] + ":00" : words[3]
        return HTTPDate.parse("Day, \(words[0]) \(words[1]) \(words[2]) \(time) GMT").map { $0 - offset }
    }

    /// Returns the seconds that a zone is ahead.
    private static func offset(_ zone: String) -> Int64? {
        if ["GMT", "UTC", "UT", "Z"].contains(zone.uppercased()) { return 0 }
        let digits = zone.utf8.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard let sign = zone.utf8.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(sign), digits.count == 4,
            digits.allSatisfy(\.isASCIIDigit)
        else { return nil }
        let numbers = digits.map { Int64($0 - UInt8(ascii: "0")) }
        let (hours, minutes) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
        guard hours < 24, minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
