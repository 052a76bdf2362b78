import CryptoCore
import Testing

/// A SEQUENCE of INTEGERs in DER, as both kinds of PKCS #1 keys are.
///
/// RFC 8017 appendix A.1.
struct DERNumbers {
    /// The numbers, big-endian, without leading zeros.
    var numbers: [[UInt8]]

    init(_ numbers: [[UInt8]]) {
        self.numbers = numbers
    }

    /// Parses what ``pem(_:)`` returns.
    init(pem: String) throws {
        let lines = pem.split(separator: "\n").filter { !$0.starts(with: "-") }
        var rest = try #require(Base64.decode(lines.joined()))[...]
        let body = try Self.takeElement(tag: 0x30, from: &rest)
        #expect(rest.isEmpty)
        rest = body
        numbers = []
        while !rest.isEmpty {
            numbers.append(Array(try Self.takeElement(tag: 2, from: &rest).drop { $0 == 0 }))
        }
    }

    var der: [UInt8] {
        Self.element(
            tag: 0x30,
            numbers.flatMap { number in
                let isNegative = number.isEmpty || number[0] >= 0x80
                return Self.element(tag: 2, isNegative ? [0] + number : number)
            })
    }

    func pem(_ label: String) -> String { Self.pem(label, der) }

    /// Returns a PEM block of any bytes.
    static func pem(_ label: String, _ der: [UInt8]) -> String {
        var rest = Base64.encode(der)[...]
        var text = "-----BEGIN \(label)-----\n"
        while !rest.isEmpty {
            text += "\(rest.prefix(64))\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }

    private static func element(tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length =
            switch content.count {
            case 0..<0x80: [UInt8(content.count)]
            case 0x80..<0x10000: [0x82, UInt8(content.count >> 8), UInt8(content.count & 0xff)]
            default: [0x83, UInt8(content.count >> 16), UInt8(content.count >> 8 & 0xff), UInt8(content.count & 0xff)]
            }
        return [tag] + length + content
    }

    private static func takeElement(tag: UInt8, from rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        try #require(rest.count >= 2 && rest.first == tag)
        var length = Int(rest[rest.startIndex + 1])
        rest = rest.dropFirst(2)
        if length >= 0x80 {
            let count = length & 0x7f
            length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(count)
        }
        try #require(rest.count >= length)
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }
}
