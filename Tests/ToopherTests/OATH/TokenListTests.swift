import CryptoCore
import TestSupport
import Testing

@testable import Toopher

@Suite("Lists of tokens")
struct TokenListTests {
    /// What is told of each token; the seed in hexadecimal digits.
    func tokens(_ text: String, _ style: TokenListStyle = .safenet) throws(ToopherError) -> [String] {
        try OATHToken.list(Array(text.utf8), style: style).map { token in
            let seed = token.secret.withBytes { seed in Hex.encode(seed.indices.map { seed[$0] }) }
            return "\(token.requesterSpecifiedID ?? "-") \(seed) \(token.kind) \(token.digits) \(token.algorithm)"
                + " \(token.stepSize)"
        }
    }

    @Test("SafeNet's, with spaces as they come")
    func safenet() throws {
        let list = """
            Serial Seed
            GALT11450647    3132333435363738393031323334353637383930

              GALT11450648 FF00\u{20}
            """
        #expect(
            try tokens(list) == [
                "GALT11450647 3132333435363738393031323334353637383930 hotp 6 sha1 30",
                "GALT11450648 ff00 hotp 6 sha1 30",
            ])
        #expect(
            try tokens("\u{FEFF}Seed Serial Model\r\n00 a b\r\n11 c d") == [
                "a 00 hotp 6 sha1 30", "c 11 hotp 6 sha1 30",
            ])
        #expect(try tokens("Serial Seed\n") == [])
    }

    @Test("a style of one's own, with columns for everything, and quotes")
    func ownStyle() throws {
        var style = TokenListStyle(secretColumn: "Key", serialColumn: "SN")
        style.separator = ";"
        style.secretEncoding = .ascii
        style.kindColumn = "Type"
        style.digitsColumn = "Len"
        style.algorithmColumn = "Hash"
        style.stepSizeColumn = "Step"
        let list = """
            Type;SN;Key;Len;Hash;Step
            TOTP;"a;""b""
            c";12;6;SHA-256;60
            ;d;34;;;
            """
        #expect(try tokens(list, style) == ["a;\"b\"\nc 3132 totp 6 sha256 60", "d 3334 totp 8 sha1 30"])
    }

    @Test(
        "what is wrong, and in which line",
        arguments: [
            ("", 1, "there are no columns"), ("\n\n", 1, "there are no columns"),
            ("Serial Key\na 00", 1, "it does not name the column Seed once"),
            ("Serial Seed Seed\na 00 00", 1, "it does not name the column Seed once"),
            ("\nSeed\n00", 2, "it does not name the column Serial once"),
            ("Serial Seed\na 0", 2, "its seed is not one"), ("Serial Seed\na 0g", 2, "its seed is not one"),
            ("Serial Seed\na \"\"", 2, "its seed is not one"),
            ("Serial Seed\na", 2, "it has another number of columns than the first"),
            ("Serial Seed\na 00\n\nb 00 11", 4, "it has another number of columns than the first"),
            ("Serial Seed\n\"a\nb\" 00\nc \"", 4, "a quote is not closed"),
            ("Serial Seed\n\"a\"b 00", 2, "something follows a closing quote"),
        ])
    func malformed(text: String, line: Int, reason: String) {
        let error = #expect(throws: ToopherError.self) { try tokens(text) }
        #expect(error?.description == "Line \(line) of the token list cannot be used: \(reason)")
    }

    @Test("values of other columns that are none")
    func oddValues() throws {
        var style = TokenListStyle(secretColumn: "s")
        style.kindColumn = "k"
        style.digitsColumn = "d"
        style.algorithmColumn = "a"
        style.stepSizeColumn = "t"
        for row in ["00,x,,,", "00,,x,,", "00,,,md5,", "00,,,,x", "00,,5,,", "00,,,,0", "00,,,,-1"] {
            #expect(throws: ToopherError.self) { try tokens("s,k,d,a,t\n" + row, style) }
        }
        #expect(try tokens("s,k,d,a,t\n00,,,,", style) == ["- 00 totp 8 sha1 30"])
        style.separator = "é"
        #expect(throws: ToopherError.self) { try tokens("s", style) }
        var ascii = TokenListStyle(secretColumn: "s")
        ascii.secretEncoding = .ascii
        #expect(throws: ToopherError.self) { try tokens("s\né", ascii) }
    }

    @Test("no error says what stands in the file, and no description tells a seed")
    func discreet() throws {
        let error = #expect(throws: ToopherError.self) { try tokens("Serial Seed\nserial5 5eed5eed5eed5eed5") }
        let text = String(describing: error) + String(reflecting: error)
        #expect(!text.contains("5eed") && !text.contains("serial5"))
        let token = try #require(try OATHToken.list(Array("Serial Seed\na 5eed5eed".utf8), style: .safenet).first)
        var dumped = "\(token)"
        dump(token, to: &dumped)
        #expect(!dumped.contains("5eed") && !dumped.contains("94, 237"))
    }

    @Test("hostile bytes never trap")
    func hostile() {
        var generator = SeededGenerator(seed: 7)
        let seed = Array("Serial Seed\n\"a\" 0011\nb 22\r\n".utf8)
        for _ in 0..<2000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? OATHToken.list(bytes, style: .safenet)
        }
    }

    @Test("a list that is too long is not read")
    func tooLong() {
        #expect(throws: ToopherError.self) {
            try OATHToken.list(Array(repeating: 0x20, count: OATHToken.longestList + 1), style: .safenet)
        }
    }
}

@Suite("JSON as text")
struct JSONTextTests {
    @Test("what is written is read again, and looks as it should")
    func text() throws {
        let value = JSONValue.object([
            "b": .string("a/b\n\"\\\u{0}\u{1f}é\u{1F600}"),
            "a": .array([.bool(true), .null, .integer(-1), .number(1.5)]),
            "": .object([:]), "c": .array([]),
        ])
        #expect(
            value.text
                == #"{"":{},"a":[true,null,-1,1.5],"b":"a/b\n\"\\\u0000\u001fé😀","c":[]}"#)
        #expect(JSONValue(text: Array(value.text.utf8)) == value)
    }

    @Test("what JSON cannot spell is null")
    func numbers() {
        #expect(JSONValue.number(.infinity).text == "null" && JSONValue.number(.nan).text == "null")
        #expect(JSONValue(text: Array(JSONValue.number(1e300).text.utf8)) == .number(1e300))
        #expect(JSONValue(text: Array(JSONValue.integer(.min).text.utf8)) == .integer(.min))
    }
}
