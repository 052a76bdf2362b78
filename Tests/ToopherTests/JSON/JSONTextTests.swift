import Testing

@testable import Toopher

@Suite("JSON text")
struct JSONTextTests {
    @Test("A text is as expected and parses to the same value")
    func text() throws {
        let value = JSONValue.object([
            "b": .string("a/b\n\"\\\u{0}\u{1f}é\u{1F600}"),
            "a": .array([.bool(true), .null, .integer(-1), .number(1.5)]),
            "": .object([:]), "c": .array([]),
        ])
        #expect(
            value.text
                == #"{"":{},"a":[true,null,-1,1.5],"b":"a/b\n\"\\\u0000\u001fé😀","c":[]}"#)
        #expect(JSONValue(parsing: Array(value.text.utf8)) == value)
    }

    @Test("Infinities and NaN become null")
    func numbers() {
        #expect(JSONValue.number(.infinity).text == "null" && JSONValue.number(.nan).text == "null")
        #expect(JSONValue(parsing: Array(JSONValue.number(1e300).text.utf8)) == .number(1e300))
        #expect(JSONValue(parsing: Array(JSONValue.integer(.min).text.utf8)) == .integer(.min))
    }
}
