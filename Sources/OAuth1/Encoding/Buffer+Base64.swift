/// Base64 between buffers.
///
/// RFC 4648 section 4.
extension Buffer where Element == UInt8 {
    /// Decodes padded base64 text in this buffer, after its percent-encoding, and appends the bytes; returns `nil` if it
    /// is malformed.
    ///
    /// Strict: no white space, no other characters, and only the canonical text of the bytes.
    mutating func appendDecodedBase64(_ range: Range<Int>) -> Range<Int>? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        reserve(range.count)
        let start = count
        var index = appendDecodedBase64Groups(range)
        while index < range.upperBound {
            // The percent-encoded padding that most signatures end with.
            if range.upperBound &- index == 6, let whole = lastBase64Group(at: index) {
                append(bigEndian: whole)
                count &-= 1
                break
            }
            guard appendDecodedBase64Group(at: &index, before: range.upperBound) else { return nil }
            index = appendDecodedBase64Groups(index..<range.upperBound)
        }
        return start..<count
    }

    /// Decodes four digits, some of which may be percent-encoded or padding; returns `false` if they are malformed.
    private mutating func appendDecodedBase64Group(at index: inout Int, before end: Int) -> Bool {
        var (group, padding) = (UInt32(0), 0)
        for _ in 0..<4 {
            guard index < end else { return false }
            var character = self[index]
            index &+= 1
            if character == UInt8(ascii: "%"), let decoded = decodedByte(at: index &- 1, before: end) {
                character = decoded
                index &+= 2
            }
            var value = Base64Table.value(of: character)
            if value > 63 || padding > 0 {
                guard character == UInt8(ascii: "=") else { return false }
                padding &+= 1
                value = 0
            }
            group = group << 6 | value
        }
        append(bigEndian: group)
        guard padding > 0 else { return true }
        // Padding is permitted only at the end, and unused bits must be zero.
        guard padding <= 2, index == end, group & (1 << UInt32(8 &* padding) &- 1) == 0 else { return false }
        count &-= padding
        return true
    }

    /// Returns the 16 bits, and eight zeros below, of three digits at `index` that are followed by `%3D`; `nil` if there
    /// is something else, or the text is not canonical.
    @inline(__always)
    private func lastBase64Group(at index: Int) -> UInt32? {
        let word = word(at: index)
        guard ByteWord.prefix(3, of: word >> 24) == ByteWord.loaded("%3D") else { return nil }
        let first = Base64Table.value(of: UInt8(truncatingIfNeeded: word))
        let second = Base64Table.value(of: UInt8(truncatingIfNeeded: word >> 8))
        let third = Base64Table.value(of: UInt8(truncatingIfNeeded: word >> 16))
        guard first | second | third < 64, third & 3 == 0 else { return nil }
        return first << 18 | second << 12 | third << 6
    }

    /// Appends `bytes` as padded base64 text, and reserves capacity for it.
    mutating func appendBase64(_ bytes: Span<UInt8>) {
        reserve((bytes.count + 2) / 3 * 4)
        write(upTo: (bytes.count + 2) / 3 * 4) { output in
            var index = 0
            while index &+ 3 <= bytes.count {
                let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index &+ 1]) << 8 | UInt32(bytes[index &+ 2])
                output.append(Base64Table.digits(of: group), count: 4)
                index &+= 3
            }
            guard index < bytes.count else { return }
            let second = index &+ 1 < bytes.count ? UInt32(bytes[index &+ 1]) : nil
            let digits = Base64Table.digits(of: UInt32(bytes[index]) << 16 | (second ?? 0) << 8)
            output.append(digits, count: second == nil ? 2 : 3)
            output.append(second == nil ? "==" : "=")
        }
    }
}
