import CryptoCore
import TestSupport
import Testing

@testable import Toopher

@Suite("Token lists")
struct TokenListTests {
    /// Returns a description of each token.
    func tokens(_ text: String, _ format: TokenListFormat = .safeNet) throws(ToopherError) -> [String] {
        try OATHToken.list(from: Array(text.utf8), format: format).map { token in
            let seed = token.secret.withBytes { seed in Hex.encode(seed.indices.map { seed[$0] }) }
            return "\(token.requesterSpecifiedID ?? "-") \(seed) \(token.kind) \(token.digits) \(token.algorithm)"
                + " \(token.timeStep.components.seconds)"
        }
    }

    @Test("SafeNet's format is parsed with any number of spaces")
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

    @Test("A custom format with all columns and quotes is parsed")
    func customFormat() throws {
        var format = TokenListFormat(secretColumn: "Key", serialColumn: "SN")
        format.separator = ";"
        format.secretEncoding = .ascii
        format.kindColumn = "Type"
        format.digitsColumn = "Len"
        format.algorithmColumn = "Hash"
        format.timeStepColumn = "Step"
        let list = """
            Type;SN;Key;Len;Hash;Step
            TOTP;"a;""b""
            c";12;6;SHA-256;60
            ;d;34;;;
            """
        #expect(try tokens(list, format) == ["a;\"b\"\nc 3132 totp 6 sha256 60", "d 3334 totp 8 sha1 30"])
    }

    @Test(
        "An error names the line and the reason",
        arguments: [
            ("", 1, "there are no columns"), ("\n\n", 1, "there are no columns"),
            ("Serial Key\na 00", 1, "it does not name the column Seed once"),
            ("Serial Seed Seed\na 00 00", 1, "it does not name the column Seed once"),
            ("\nSeed\n00", 2, "it does not name the column Serial once"),
            ("Serial Seed\na 0", 2, "its seed is malformed"), ("Serial Seed\na 0g", 2, "its seed is malformed"),
            ("Serial Seed\na \"\"", 2, "its seed is malformed"),
            ("Serial Seed\na", 2, "it has another number of columns than the first"),
            ("Serial Seed\na 00\n\nb 00 11", 4, "it has another number of columns than the first"),
            ("Serial Seed\n\"a\nb\" 00\nc \"", 4, "a quote is not closed"),
            ("Serial Seed\n\"a\"b 00", 2, "text follows a closing quote"),
        ])
    func malformed(text: String, line: Int, reason: String) {
        let error = #expect(throws: ToopherError.self) { try tokens(text) }
        #expect(error?.description == "Line \(line) of the token list is not valid: \(reason)")
    }

    @Test("Malformed values of optional columns are refused")
    func oddValues() throws {
        var format = TokenListFormat(secretColumn: "s")
        format.kindColumn = "k"
        format.digitsColumn = "d"
        format.algorithmColumn = "a"
        format.timeStepColumn = "t"
        for row in ["00,x,,,", "00,,x,,", "00,,,md5,", "00,,,,x", "00,,5,,", "00,,,,0", "00,,,,-1"] {
            #expect(throws: ToopherError.self) { try tokens("s,k,d,a,t\n" + row, format) }
        }
        #expect(try tokens("s,k,d,a,t\n00,,,,", format) == ["- 00 totp 8 sha1 30"])
        format.separator = "é"
        #expect(throws: ToopherError.self) { try tokens("s", format) }
        var ascii = TokenListFormat(secretColumn: "s")
        ascii.secretEncoding = .ascii
        #expect(throws: ToopherError.self) { try tokens("s\né", ascii) }
    }

    @Test("No error repeats the file, and no description contains a seed")
    func discreet() throws {
        let error = #expect(throws: ToopherError.self) { try tokens("Serial Seed\nserial5 5eed5eed5eed5eed5") }
        let text = String(describing: error) + String(reflecting: error)
        #expect(!text.contains("5eed") && !text.contains("serial5"))
        let token = try #require(
            try OATHToken.list(from: Array("Serial Seed\na 5eed5eed".utf8), format: .safeNet).first)
        var dumped = "\(token)"
        dump(token, to: &dumped)
        #expect(!dumped.contains("5eed") && !dumped.contains("94, 237"))
    }

    @Test("Hostile bytes never trap")
    func hostile() {
        var generator = SeededGenerator(seed: 7)
        let seed = Array("Serial Seed\n\"a\" 0011\nb 22\r\n".utf8)
        for _ in 0..<2000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? OATHToken.list(from: bytes, format: .safeNet)
        }
    }

    @Test("A list that is too long is refused")
    func tooLong() {
        #expect(throws: ToopherError.self) {
            try OATHToken.list(from: Array(repeating: 0x20, count: OATHToken.maximumListLength + 1), format: .safeNet)
        }
    }
}
