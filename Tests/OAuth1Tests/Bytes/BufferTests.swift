import Testing

@testable import OAuth1

@Suite("Buffer")
struct ScanningTests {
    /// Each byte value at each of many positions, among unreserved bytes.
    @Test("The first reserved byte is found at every position, and none behind the end")
    func everywhere() {
        for length in [1, 7, 8, 9, 15, 16, 17, 31, 32, 33] {
            for position in 0..<length {
                for value in UInt8.min...UInt8.max {
                    var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    text[position] = value
                    var buffer = Buffer<UInt8>(capacity: 64)
                    // What follows the end must not matter.
                    buffer.append(copying: (text + [UInt8](repeating: 0x25, count: 20)).span)
                    let expected = PercentEncoding.isUnreserved(value) ? length : position
                    #expect(buffer.firstReserved(from: 0, to: length) == expected)
                    if position > 0 {
                        #expect(buffer.firstReserved(from: position, to: length) == expected)
                        #expect(buffer.firstReserved(from: 0, to: position) == position)
                    }
                }
            }
        }
    }

    @Test("The reserved bytes of a word are those of RFC 3986")
    func words() {
        for value in UInt8.min...UInt8.max {
            for position in 0..<8 {
                let word =
                    UInt64(0x6161_6161_6161_6161) & ~(0xff << UInt64(8 * position)) | UInt64(value)
                    << UInt64(8 * position)
                let expected: UInt64 = PercentEncoding.isUnreserved(value) ? 0 : 0x80 << UInt64(8 * position)
                #expect(ByteWord.reserved(word) == expected)
            }
        }
    }

    @Test("The first of two characters is found at every position, and none behind the end")
    func firstIndex() {
        for length in [0, 1, 7, 8, 9, 16, 17] {
            for position in 0..<24 {
                for character in ["?", "#", "@"] as [Unicode.Scalar] {
                    // The neighbours of the characters differ in one bit, or by one.
                    var text = (0..<24).map { Array("\u{3e}\u{22}\u{24}\u{bf}".utf8)[$0 % 4] }
                    text[position] = UInt8(ascii: character)
                    var buffer = Buffer<UInt8>(capacity: 32)
                    buffer.append(copying: text.span)
                    let isFound = character != "@" && position < length
                    #expect(buffer.firstIndex(of: "?", or: "#", from: 0, to: length) == (isFound ? position : length))
                }
            }
        }
    }

    @Test("Numbers are written in decimal digits", arguments: [0, 9, 10, 99, 100, 1_700_000_000, UInt64.max])
    func decimal(number: UInt64) {
        var buffer = Buffer<UInt8>(capacity: 0)
        buffer.append(decimal: number)
        #expect(String(copying: buffer.span(0..<buffer.count)) == String(number))
    }
}
