import Testing
import WebSyntax

@Suite("ASCII")
struct ASCIITests {
    static let digits = "0123456789"
    static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    /// The bytes of which `isMember` is true, as text.
    func members(_ isMember: (UInt8) -> Bool) -> String {
        String(decoding: (UInt8.min...UInt8.max).filter(isMember), as: UTF8.self)
    }

    func sorted(_ text: String) -> String { String(decoding: text.utf8.sorted(), as: UTF8.self) }

    @Test("Each class has exactly the characters of its grammar")
    func classes() {
        #expect(members(\.isASCIIDigit) == Self.digits)
        #expect(members(\.isASCIILetter) == Self.letters)
        #expect(members(\.isASCIIAlphanumeric) == sorted(Self.digits + Self.letters))
        #expect(members(\.isASCIIHexDigit) == sorted(Self.digits + "abcdefABCDEF"))
        #expect(members(\.isURLUnreserved) == sorted(Self.digits + Self.letters + "-._~"))
        #expect(members(\.isURLPathOrQuery) == sorted(Self.digits + Self.letters + "-._~!$&'()*+,;=:@/?"))
        #expect(members(\.isTokenCharacter) == sorted(Self.digits + Self.letters + "!#$%&'*+-.^_`|~"))
        #expect(members(\.isVisibleASCII).utf8.elementsEqual(0x21...0x7e))
    }

    @Test("Digits have values, other bytes have none")
    func values() {
        for byte in UInt8.min...UInt8.max {
            let text = byte < 0x80 ? String(UnicodeScalar(byte)) : ""
            #expect(byte.decimalDigitValue == UInt8(text, radix: 10))
            // `UInt8(_:radix:)` accepts no sign alone, so a text of one character is a digit.
            #expect(byte.hexDigitValue == UInt8(text, radix: 16))
        }
    }

    @Test("Only upper-case letters have another lower-case form")
    func lowercased() {
        for byte in UInt8.min...UInt8.max {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            #expect(byte.asciiLowercased == (isUpper ? byte + 32 : byte))
        }
    }
}
