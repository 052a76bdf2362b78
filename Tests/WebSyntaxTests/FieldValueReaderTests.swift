import Testing
import WebSyntax

@Suite("Field values")
struct FieldValueReaderTests {
    @Test("Tokens, blanks and separators are read in turn")
    func sequence() {
        var reader = FieldValueReader("for \t=\t\"a;b\" ; x=y")
        #expect(reader.token() == "for")
        reader.skipBlanks()
        #expect(reader.skip(UInt8(ascii: ";")) == false)
        #expect(reader.skip(UInt8(ascii: "=")) == true)
        reader.skipBlanks()
        #expect(reader.quotedString() == "a;b")
        reader.skipBlanks()
        #expect(reader.skip(UInt8(ascii: ";")) == true)
        #expect(!reader.isAtEnd)
        reader.skipBlanks()
        #expect(reader.token() == "x")
        #expect(reader.skip(UInt8(ascii: "=")) == true)
        #expect(reader.token() == "y")
        #expect(reader.isAtEnd)
    }

    @Test("Nothing is read behind the end")
    func end() {
        var reader = FieldValueReader("")
        reader.skipBlanks()
        #expect(reader.isAtEnd)
        #expect(reader.token() == nil)
        #expect(reader.quotedString() == nil)
        #expect(reader.skip(0) == false)
    }

    @Test("A token ends at the first character that is not one of its own", arguments: Array("(),/:;<=>?@[\\]{}\" \té"))
    func token(separator: Character) {
        var reader = FieldValueReader("a!#$%&'*+-.^_`|~9\(separator)b")
        #expect(reader.token() == "a!#$%&'*+-.^_`|~9")
        #expect(reader.token() == nil)
    }

    @Test(
        "A quoted string has its escape sequences replaced",
        arguments: [
            (#""""#, ""), (#""a b""#, "a b"), (#""\"\\\a""#, #""\a"#), ("\"\t\"", "\t"), ("\"é\"", "é"),
            (#""a" "b""#, "a"),
        ])
    func quotedString(text: String, value: String) {
        var reader = FieldValueReader(text)
        #expect(reader.quotedString() == value)
    }

    @Test(
        "An incomplete quoted string or a control character in one is refused",
        arguments: [#"""#, #""a"#, #""a\"#, #""a\""#, "a", "'a'", "\"\n\"", "\"\u{0}\"", "\"\u{7f}\"", "\"\\\r\""])
    func malformed(text: String) {
        var reader = FieldValueReader(text)
        #expect(reader.quotedString() == nil)
    }
}
