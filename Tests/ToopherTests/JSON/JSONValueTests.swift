import TestSupport
import Testing
import WebSyntax

@testable import Toopher

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "Every kind of value is parsed",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("1", .integer(1)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("2.5", .number(2.5)), ("\"1\"", .string("1")), (#""\u00e9\n""#, .string("é\n")), ("[]", .array([])),
            (" [ 1 ,\t-2.5e+3\r\n] ", .array([.integer(1), .number(-2500)])), ("-0", .integer(0)),
            ("1E2", .number(100)),
            (#""\"\\\/\b\f\n\r\t\u0000\ud83d\ude00 😀""#, .string("\"\\/\u{8}\u{c}\n\r\t\u{0}😀 😀")),
            ("{}", .object([:])), (#"{"a":[{"b":null}]}"#, .object(["a": .array([.object(["b": .null])])])),
        ] as [(String, JSONValue)])
    func kinds(text: String, expected: JSONValue) {
        #expect(JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test(
        "Malformed JSON is refused",
        arguments: [
            "", " ", "nul", "True", "truex", "NaN", "'a'", "01", "-", "-01", "+1", ".5", "5.", "1e", "1e+", "1e999",
            "0x1", #""a"#, #""\"#, #""\x""#, #""\u12g4""#, #""\u12"#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#,
            "\"\n\"", "\"\u{0}\"", "\u{feff}1", "//\n1", "1 2", "[1,]", "[,1]", "[1 2]", "[", "{", "[}", "]",
            #"{a:1}"#, #"{1:2}"#, #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,}"#, #"{"a":1 "b":2}"#, #"{"a":1,"a":2}"#,
        ])
    func notJSON(text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }

    @Test("The depth is limited")
    func depth() {
        func nested(_ depth: Int) -> JSONValue? {
            JSONValue(parsing: [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth))
        }
        #expect(nested(JSONParser.maximumDepth) != nil)
        #expect(nested(JSONParser.maximumDepth + 1) == nil && nested(10_000) == nil && nested(130_000) == nil)
    }

    @Test("Bytes that are not valid UTF-8 are refused")
    func encoding() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3]] {
            #expect(JSONValue(parsing: [0x22] + bytes + [0x22]) == nil && JSONValue(parsing: bytes) == nil)
        }
    }

    @Test("The length of a number is limited")
    func longNumbers() {
        #expect(JSONValue(parsing: [UInt8](repeating: 0x31, count: 64)) != nil)
        #expect(JSONValue(parsing: [UInt8](repeating: 0x31, count: 65)) == nil)
    }

    @Test("The parser and Foundation's coders agree, and values survive a round trip")
    func otherDecoder() throws {
        let texts = [
            "null", "[true,false]", #"{"a":[1,-2.5,"é\u0000😀",{"b":null}],"c":{}}"#, "9223372036854775807",
            Self.nested(32),
        ]
        for text in texts {
            let value = try #require(JSONValue(parsing: [UInt8](text.utf8)))
            #expect(try FoundationJSON.decode(text) == value)
            #expect(try JSONValue(parsing: FoundationJSON.encode(value)) == value)
        }
        #expect(throws: DecodingError.self) { try FoundationJSON.decode(Self.nested(33)) }
    }

    @Test("What the parser accepts of hostile bytes, Foundation's decoder accepts")
    func hostileBytes() {
        var generator = SeededGenerator(seed: 11)
        let seed = [UInt8](#"{"a":[1,-2.5e3,"é\u0000\ud83d\ude00",{"b":null}],"c":{"d":true},"e":[]}"#.utf8)
        let alphabet = [UInt8](#"{}[]",:\/ubtrue012e+-. "#.utf8)
        for _ in 0..<1500 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[index] = alphabet.randomElement(using: &generator) ?? 0
                default: bytes.remove(at: index)
                }
            }
            guard JSONValue(parsing: bytes) != nil else { continue }
            #expect(throws: Never.self) { try FoundationJSON.decode(String(decoding: bytes, as: UTF8.self)) }
        }
    }

    static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test("A Boolean is never a number, nor a number a Boolean")
    func strictness() {
        #expect(JSONValue.integer(1).boolValue == nil && JSONValue.string("true").boolValue == nil)
        #expect(JSONValue.bool(true).integerValue == nil && JSONValue.number(1).integerValue == nil)
        #expect(JSONValue.string("-12").integerValue == -12 && JSONValue.string("1 ").integerValue == nil)
    }

    @Test(
        "Integers in text have one spelling",
        arguments: [
            ("0", 0), ("-0", 0), ("007", 7), ("999999999999999999", 999_999_999_999_999_999), ("", nil), ("-", nil),
            ("+1", nil), ("1.0", nil), ("1000000000000000000", nil), ("٣", nil), ("--1", nil),
        ] as [(String, Int64?)])
    func decimal(text: String, expected: Int64?) {
        #expect(DecimalInteger.parse(text) == expected)
    }
}
