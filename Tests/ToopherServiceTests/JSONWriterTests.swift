#if Service

import FoundationEssentials
import Testing

@testable import ToopherService

@Suite("Written JSON")
struct JSONWriterTests {
    private func text(_ fragment: JSONFragment) -> String { String(decoding: fragment.bytes, as: UTF8.self) }

    @Test("Every kind of value is written")
    func kinds() {
        let fragment = JSONFragment.object([
            ("a", .string("x")), ("b", .integer(-5)), ("c", .boolean(true)), ("d", .boolean(false)), ("e", nil),
            ("f", .array([])), ("g", .array([.integer(.max), .object([])])),
            ("h", .object([("n", .string("v")), ("m", .string(""))])),
        ])
        #expect(
            text(fragment)
                == #"{"a":"x","b":-5,"c":true,"d":false,"f":[],"g":[9223372036854775807,{}],"h":{"n":"v","m":""}}"#)
    }

    @Test("Any text is read again as it was, in values and in names")
    func strings() throws {
        let everything = String(String.UnicodeScalarView((0..<0x300).compactMap { Unicode.Scalar($0) }))
        for string in ["", "\"", "\\", "\n\r\t\u{0}\u{1F}\u{7F}", "/</script>", "é🐢\u{2028}", everything] {
            let bytes = JSONFragment.object([(string, .string(string))]).bytes
            let read = try JSONDecoder().decode([String: String].self, from: Data(bytes))
            #expect(read == [string: string])
            #expect(!bytes.contains { $0 < 0x20 })
        }
    }
}

#endif
