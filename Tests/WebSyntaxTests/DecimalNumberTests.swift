import Testing
import WebSyntax

@Suite("Decimal numbers")
struct DecimalNumberTests {
    @Test("A number has one spelling", arguments: [0, 1, 9, 10, 255, 65535, 99999])
    func canonical(number: Int) {
        #expect(DecimalNumber.parse("\(number)".utf8, upTo: 99999) == number)
        #expect(DecimalNumber.parse("0\(number)".utf8, upTo: 99999) == nil)
    }

    @Test(
        "A malformed number is refused",
        arguments: ["", " ", "-1", "+1", "1 ", "0x1", "1.0", "1e3", "100000", "00", "١", "１", "a", "/", ":"])
    func malformed(text: String) {
        #expect(DecimalNumber.parse(text.utf8, upTo: 99999) == nil)
    }

    @Test("The limit itself is the largest number")
    func limit() {
        #expect(DecimalNumber.parse("255".utf8, upTo: 255) == 255)
        #expect(DecimalNumber.parse("256".utf8, upTo: 255) == nil)
        #expect(DecimalNumber.parse("0".utf8, upTo: 0) == 0)
    }
}
