#if Service

import Testing

@testable import ToopherService

@Suite("JSON lists of flat objects")
struct FlatJSONReaderTests {
    private func objects(_ text: String) -> [[String]]? {
        FlatJSONReader.objects(in: Array(text.utf8))?.map { $0.flatMap { [$0.name, $0.value] } }
    }

    @Test("Members are returned in their order, and null is absent")
    func members() {
        #expect(objects("[]") == [])
        #expect(objects(" [ { } , {\"a\":1}]\r\n\t") == [[], ["a", "1"]])
        #expect(
            objects(#"[{"s":"x","n":-0.5e+7,"t":true,"f":false,"z":null,"":""}]"#)
                == [["s", "x", "n", "-0.5e+7", "t", "true", "f", "false", "", ""]])
        #expect(
            objects(#"[{"\u0061\n":"\"\\\/\b\f\r\t\u00e9\ud83D\uDE00é😀"}]"#)
                == [["a\n", "\"\\/\u{8}\u{C}\r\té😀é😀"]])
    }

    @Test(
        "What is malformed, nested or ambiguous is refused",
        arguments: [
            "", "[", "]", "[{]", "[{}", "[{},]", "[,{}]", "[{}]x", "[{}][]", "{}", "null", "[1]", "[[]]", "[null]",
            #"[{"a"}]"#, #"[{"a":}]"#, #"[{"a":1,}]"#, #"[{,"a":1}]"#, #"[{"a":{}}]"#, #"[{"a":[]}]"#, #"[{a:1}]"#,
            #"[{"a":01}]"#, #"[{"a":+1}]"#, #"[{"a":.5}]"#, #"[{"a":1.}]"#, #"[{"a":1e}]"#, #"[{"a":-}]"#,
            #"[{"a":0x1}]"#, #"[{"a":NaN}]"#, #"[{"a":True}]"#, #"[{"a":tru}]"#, #"[{"a":'1'}]"#,
            #"[{"a":"\x"}]"#, #"[{"a":"\u12"}]"#, #"[{"a":"\u12g4"}]"#, #"[{"a":"\ud800"}]"#, #"[{"a":"\udc00"}]"#,
            #"[{"a":"\ud800\u0041"}]"#, #"[{"a":"\ud800\ud800"}]"#, #"[{"a":"x}]"#, "[{\"a\":\"\n\"}]",
            "[{\"a\":\"\u{1F}\"}]", #"[{"a":1,"a":2}]"#, #"[{"a":null,"\u0061":2}]"#, "\u{FEFF}[]",
        ])
    func refused(text: String) {
        #expect(objects(text) == nil)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notText() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
            let text = Array(#"[{"a":""#.utf8) + bytes + Array(#""}]"#.utf8)
            #expect(FlatJSONReader.objects(in: text) == nil)
        }
    }

    @Test("Spellings of one character are two names")
    func normalForms() {
        #expect(objects("[{\"\u{E9}\":1,\"e\u{301}\":2}]")?.first?.count == 4)
    }

    @Test("Objects have a limit of members, and long texts take no time")
    func limits() {
        func object(_ count: Int) -> String { "{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}" }
        #expect(objects("[\(object(64))]")?.first?.count == 128)
        #expect(objects("[\(object(65))]") == nil)
        for text in ["[", "{", "\"", "[{\"a\":", "\\u"] {
            #expect(objects("[{\"a\":" + String(repeating: text, count: 20_000)) == nil)
        }
    }
}

#endif
