import Testing

@testable import Toopher

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "every kind",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("1", .integer(1)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("2.5", .number(2.5)), ("\"1\"", .string("1")), (#""\u00e9\n""#, .string("é\n")), ("[]", .array([])),
            ("{}", .object([:])), (#"{"a":[{"b":null}]}"#, .object(["a": .array([.object(["b": .null])])])),
        ] as [(String, JSONValue)])
    func kinds(text: String, expected: JSONValue) {
        #expect(JSONValue.decode(Array(text.utf8)) == expected)
    }

    @Test(
        "what is not JSON",
        arguments: ["", " ", "nul", "True", "01", "1e999", "'a'", "{a:1}", "1 2", "[", "\"a", "NaN"])
    func notJSON(text: String) {
        #expect(JSONValue.decode(Array(text.utf8)) == nil)
    }

    @Test("depth is bounded")
    func depth() {
        func nested(_ depth: Int) -> JSONValue? {
            JSONValue.decode([UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth))
        }
        #expect(nested(JSONValue.maximumDepth) != nil)
        #expect(nested(JSONValue.maximumDepth + 2) == nil && nested(10_000) == nil && nested(130_000) == nil)
    }

    @Test("a boolean is never a number, nor a number a boolean")
    func strictness() {
        #expect(JSONValue.integer(1).boolValue == nil && JSONValue.string("true").boolValue == nil)
        #expect(JSONValue.bool(true).integerValue == nil && JSONValue.number(1).integerValue == nil)
        #expect(JSONValue.string("-12").integerValue == -12 && JSONValue.string("1 ").integerValue == nil)
    }

    @Test(
        "integers in text",
        arguments: [
            ("0", 0), ("-0", 0), ("007", 7), ("999999999999999999", 999_999_999_999_999_999), ("", nil), ("-", nil),
            ("+1", nil), ("1.0", nil), ("1000000000000000000", nil), ("٣", nil), ("--1", nil),
        ] as [(String, Int64?)])
    func decimal(text: String, expected: Int64?) {
        #expect(DecimalInteger.parse(text) == expected)
    }
}
