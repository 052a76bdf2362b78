import Testing

@testable import AuditLog

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    private func read(_ text: String) -> CanonicalJSON? { CanonicalJSONReader.value(in: Array(text.utf8)) }

    private func text(_ value: CanonicalJSON) -> String { String(decoding: value.bytes, as: UTF8.self) }

    @Test("Members are written in the order of their names, and those without a value left out")
    func order() {
        let members = CanonicalJSON.Members([
            ("b", .integer(-1)), ("a", .string("x")), ("c", nil), ("B", .boolean(true)), ("aa", .array([])),
            ("o", .object(CanonicalJSON.Members([]))),
        ])
        #expect(text(.object(members)) == #"{"B":true,"a":"x","aa":[],"b":-1,"o":{}}"#)
        #expect(members["a"]?.text == "x" && members["c"] == nil)
    }

    @Test("Strings have the escape sequences of RFC 8785, and are read as they were")
    func strings() {
        let string = (0..<0x30).map { String(Unicode.Scalar(UInt8($0))) }.joined() + "\\\"/\u{7F}é€😀\u{2028}"
        let value = CanonicalJSON.object(CanonicalJSON.Members([("s", .string(string))]))
        let expected =
            #"{"s":"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + (16..<32).map { #"\u00"# + String($0, radix: 16) }.joined()
            + ##" !\"#$%&'()*+,-./\\\"/"## + "\u{7F}é€😀\u{2028}\"}"
        #expect(text(value) == expected)
        #expect(read(expected) == value)
    }

    @Test(
        "What is written is read, and written with the same bytes again",
        arguments: [
            "{}", #"{"a":0,"b":-1,"c":9223372036854775807,"d":-9223372036854775808}"#,
            #"{"a":[1,[2,"\n"],{}],"b":false}"#,
            #"{"a":{"b":{"c":{"d":{"e":{}}}}}}"#,
        ])
    func roundTrips(_ original: String) throws {
        let value = try #require(read(original))
        #expect(text(value) == original)
    }

    @Test(
        "Every other spelling is refused",
        arguments: [
            "", "{", "[]", "1", "\"a\"", "{} ", " {}", "{}{}", #"{"a":1,}"#, #"{"a" :1}"#, #"{"a": 1}"#,
            #"{"b":1,"a":1}"#,
            #"{"a":1,"a":1}"#, #"{"a":01}"#, #"{"a":-0}"#, #"{"a":00}"#, #"{"a":1.0}"#, #"{"a":1e1}"#, #"{"a":+1}"#,
            #"{"a":-}"#, #"{"a":9223372036854775808}"#, #"{"a":null}"#, #"{"a":tru}"#, #"{"a":True}"#, #"{"a":"\/"}"#,
            #"{"a":"\u000a"}"#, #"{"a":"\u001F"}"#, #"{"a":"\u0020"}"#, #"{"a":"\u00e9"}"#, #"{"a":"\u0022"}"#,
            #"{"a":"\x"}"#, #"{"a":"\"#, #"{"a":"\u00"}"#, "{\"a\":\"\n\"}", #"{"a":"b}"#, #"{a:1}"#, #"{"a":[1,]}"#,
            #"{"a":[1 ,2]}"#, #"{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}"#, #"{"a":123456789012345678901234567890}"#,
        ])
    func refused(_ text: String) {
        #expect(read(text) == nil)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func encoding() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
            #expect(CanonicalJSONReader.value(in: Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)) == nil)
            #expect(CanonicalJSONReader.value(in: Array(#"{"a":"\n"#.utf8) + bytes + Array(#""}"#.utf8)) == nil)
        }
    }

    @Test("Too many members and elements are refused")
    func limits() {
        let names = (0...CanonicalJSONReader.maximumCount).map { "n" + String(1000 + $0) }
        func object(_ count: Int) -> String {
            "{" + names.prefix(count).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        }
        func array(_ count: Int) -> String {
            #"{"a":["# + names.prefix(count).map { _ in "1" }.joined(separator: ",") + "]}"
        }
        for text in [object, array] {
            #expect(read(text(CanonicalJSONReader.maximumCount)) != nil)
            #expect(read(text(CanonicalJSONReader.maximumCount + 1)) == nil)
        }
    }

    @Test("The place of a member of the outermost object is found, whatever else has its name")
    func places() throws {
        let line = Array(#"{"a":{"entry":[1]},"entry":{"x":"}\""},"z":1}"#.utf8)
        let (_, place) = try #require(CanonicalJSONReader.members(in: line, marking: "entry"))
        #expect(try String(decoding: line[#require(place)], as: UTF8.self) == #"{"x":"}\""}"#)
        let other = try #require(CanonicalJSONReader.members(in: Array(#"{"a":{"entry":1}}"#.utf8), marking: "entry"))
        #expect(other.marked == nil)
    }
}
