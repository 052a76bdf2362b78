#if Service

import Testing

@testable import ToopherService

@Suite("What a person types")
struct TypedPasswordTests {
    @Test("Digits and backup codes are told apart, with spaces and hyphens anywhere")
    func kinds() {
        #expect(TypedPassword(" 123 456 ") == .digits(Array("123456".utf8)))
        #expect(TypedPassword("1234-5678") == .digits(Array("12345678".utf8)))
        #expect(TypedPassword("abcde-01234") == .backupCode(Array("ABCDE01234".utf8)))
        #expect(TypedPassword("oOiIl LVWXYZ".replacing(" ", with: "")) == nil)
        #expect(TypedPassword("oOiIlLVWXY") == .backupCode(Array("001111VWXY".utf8)))
        #expect(TypedPassword("0123456789") == .backupCode(Array("0123456789".utf8)))
    }

    @Test(
        "Everything else is no password",
        arguments: [
            "", "-", "12345", "123456789", "12345a", "１２３４５６", "123\t456", "123456\n", "١٢٣٤٥٦", "abcdeu1234",
            "abcde!1234", "123456\0", String(repeating: "1", count: 65), String(repeating: " ", count: 59) + "123456",
        ])
    func others(text: String) {
        #expect(TypedPassword(text) == nil)
    }

    @Test("A sequence has 2 to 10 passwords of the token's length")
    func sequences() {
        #expect(TypedPassword.sequence("755224, 287082", digits: 6) == [Array("755224".utf8), Array("287082".utf8)])
        let ten = Array(repeating: "12345678", count: 10)
        #expect(TypedPassword.sequence(ten.joined(separator: ","), digits: 8)?.count == 10)
        for text in [
            "", ",", "755224", "755224,", ",755224", "755224,,287082", "755224,28708", "755224;287082",
            "755224,287o82", "755224,+28708", (ten + ten).joined(separator: ","), String(repeating: ",", count: 999),
        ] {
            #expect(TypedPassword.sequence(text, digits: 6) == nil, "\(text)")
        }
        #expect(TypedPassword.sequence("755224,287082", digits: 8) == nil)
    }
}

#endif
