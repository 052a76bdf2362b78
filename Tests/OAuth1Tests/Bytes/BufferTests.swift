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

    static let numbers: [UInt64] = {
        var (numbers, power): ([UInt64], UInt64) = ([0, 1_700_000_000, .max], 1)
        for _ in 0..<20 {
            numbers += [power - 1, power, power + 1, power &* 9 &+ power / 7]
            power &*= 10
        }
        return numbers
    }()

    @Test("Numbers of every length are written in decimal digits", arguments: numbers)
    func decimal(number: UInt64) {
        var buffer = Buffer<UInt8>(capacity: 0)
        buffer.append(decimal: number)
        #expect(String(copying: buffer.span(0..<buffer.count)) == String(number))
    }

    @Test("The last bytes of a span are read as a word, whatever their number")
    func lastWords() {
        for length in 1..<24 {
            let text = (0..<length).map { UInt8(0x81 + $0) }
            for index in max(0, length - 7)..<length {
                var expected: UInt64 = 0
                for (place, byte) in text[index...].enumerated() { expected |= UInt64(byte) << UInt64(8 * place) }
                #expect(text.span.lastWord(from: index) == expected)
            }
        }
    }

    @Test("Bytes are percent-encoded like one by one, every byte at every position")
    func encoding() {
        for length in [1, 15, 16, 17, 32, 33] {
            for position in 0..<length {
                for value in UInt8.min...UInt8.max {
                    var text = [UInt8](repeating: UInt8(ascii: "/"), count: length)
                    for index in 0..<length where index % 3 != 0 { text[index] = UInt8(ascii: "a") }
                    text[position] = value
                    var expected: [UInt8] = []
                    for byte in text { PercentEncoding.append(byte, to: &expected) }
                    #expect(Self.written(text, length) { $0.append(encoding: 0..<length, of: $1) } == expected)
                }
            }
        }
    }

    @Test("Only percent signs are encoded once more, at every position")
    func encodingAgain() {
        for length in 0..<20 {
            for mask in 0..<(1 << min(length, 10)) {
                let text = (0..<length).map { mask >> ($0 % 10) & 1 == 1 ? UInt8(ascii: "%") : 0x40 + UInt8($0) }
                let expected = text.flatMap { $0 == UInt8(ascii: "%") ? Array("%25".utf8) : [$0] }
                #expect(Self.written(text, length) { $0.append(encodingPercentIn: 0..<length, of: $1) } == expected)
            }
        }
    }

    /// Returns what `body` writes of a buffer with `text`, which is followed by bytes that do not matter.
    static func written(
        _ text: [UInt8], _ length: Int, _ body: (inout ByteWriter, borrowing Buffer<UInt8>) -> Void
    ) -> [UInt8] {
        var buffer = Buffer<UInt8>(capacity: 64)
        var output = Buffer<UInt8>(capacity: 8)
        buffer.append(copying: (text + [UInt8](repeating: 0x25, count: 20)).span)
        output.write(upTo: 3 * length) { body(&$0, buffer) }
        return (0..<output.count).map { output[$0] }
    }

    @Test("A known name is found with its equals sign and quote, and not with any byte changed")
    func knownNames() {
        let fields: [ProtocolParameter] = [
            .consumerKey, .nonce, .timestamp, .token, .version, .signature, .signatureMethod,
        ]
        for field in fields {
            let text = Array("\(field.name)=\"".utf8)
            #expect(Self.knownField(text) == field)
            for position in text.indices {
                for bit in 0..<8 {
                    var changed = text
                    changed[position] ^= 1 << UInt8(bit)
                    #expect(Self.knownField(changed) == nil)
                }
            }
        }
    }

    static func knownField(_ text: [UInt8]) -> ProtocolParameter? {
        var buffer = Buffer<UInt8>(capacity: 64)
        buffer.append(copying: (text + [UInt8](repeating: UInt8(ascii: "a"), count: 24)).span)
        return buffer.knownField(at: 0, before: buffer.count)
    }
}
