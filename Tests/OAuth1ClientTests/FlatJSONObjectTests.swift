import OAuth1
import TestSupport
import Testing

@testable import OAuth1Client

@Suite("Flat JSON objects")
struct FlatJSONObjectTests {
    static func parameters(_ text: String, limit: Int = 100) -> [Parameter]? {
        FlatJSONObject.parameters(Array(text.utf8), limit: limit)
    }

    @Test("Strings, numbers and Booleans are parameters, in their order and with repetitions")
    func valid() {
        #expect(Self.parameters("{}") == [])
        #expect(Self.parameters("{ \n}") == [])
        #expect(
            Self.parameters(#"{"a":"b", "a" : -0.5E+7,"c":true,"d":false,"e":null,"":0}"#)
                == [
                    Parameter("a", "b"), Parameter("a", "-0.5E+7"), Parameter("c", "true"), Parameter("d", "false"),
                    Parameter("", "0"),
                ])
        #expect(
            Self.parameters(#"{"\u0061":"\"\\\/\b\f\n\r\t\uD83D\uDE00é\u0000"}"#)
                == [Parameter("a", "\"\\/\u{8}\u{c}\n\r\t😀é\0")])
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", "{", "}", "[]", "\"a\"", "null", "{\"a\"}", "{\"a\":}", "{\"a\":\"b\",}", "{,}",
            "{\"a\":\"b\" \"c\":1}",
            "{a:1}", "{'a':1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":True}", "{\"a\":nul}", "{\"a\":01}", "{\"a\":-}",
            "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":+1}", "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":1}}",
            "{\"a\":1} 2", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\uDC00\"}",
            "{\"a\":\"\\uD800x\"}", "{\"a\":\"\\uD800\\u0041\"}", "{\"a\":\"b", "{\"a\":\"\\", "{\"a\":\"\\u",
            "\u{feff}{}",
        ])
    func malformed(text: String) {
        #expect(Self.parameters(text) == nil)
    }

    @Test("The number of members is limited, and bytes that are not UTF-8 are refused")
    func limits() {
        let members = (0..<5).map { "\"\($0)\":null" }.joined(separator: ",")
        #expect(Self.parameters("{\(members)}", limit: 5) != nil)
        #expect(Self.parameters("{\"a\":1,\"b\":2}", limit: 2)?.count == 2)
        #expect(Self.parameters("{\"a\":1,\"b\":2}", limit: 1) == nil)
        #expect(FlatJSONObject.parameters(Array("{\"a\":\"".utf8) + [0xff] + Array("\"}".utf8), limit: 5) == nil)
    }

    @Test("Any prefix and any changed byte of an object gives a result")
    func total() {
        let text = Array(#"{"a":"b\u00e9\uD83D\uDE00","c":-1.5e-7,"d":true,"e":null}"#.utf8)
        for end in 0..<text.count { #expect(FlatJSONObject.parameters(Array(text[..<end]), limit: 9) == nil) }
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[index] = byte
                _ = FlatJSONObject.parameters(changed, limit: 9)
            }
        }
    }
}
