extension IPAddress {
    /// The address as text, with one spelling for each: four decimal numbers, or the form of RFC 5952 section 4 without
    /// brackets.
    package var text: String {
        guard version == .v6 else {
            return [24, 16, 8, 0].map { String(bits >> $0 & 0xff) }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        let spelled = groups.map { String($0, radix: 16) }
        let gap = Self.longestGap(groups)
        let address =
            if gap.count >= 2 {
                spelled[..<gap.lowerBound].joined(separator: ":") + "::"
                    + spelled[gap.upperBound...].joined(separator: ":")
            } else {
                spelled.joined(separator: ":")
            }
        return zone.map { "\(address)%\($0)" } ?? address
    }

    /// Returns the first of the longest runs of zeros.
    private static func longestGap(_ groups: [UInt16]) -> Range<Int> {
        var (longest, start) = (0..<0, 0)
        for end in 1...groups.count {
            if groups[end - 1] != 0 { start = end }
            if end - start > longest.count { longest = start..<end }
        }
        return longest
    }
}
