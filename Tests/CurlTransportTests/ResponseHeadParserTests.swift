import HTTPExchange
import HTTPTypes
import Testing

@testable import CurlTransport

@Suite("Response head parser")
struct ResponseHeadParserTests {
    private static func fields(_ text: String) throws(TransportError) -> HTTPFields {
        try ResponseHeadParser.fields(of: Array(text.utf8)[...])
    }

    @Test(
        "A valid status line is parsed",
        arguments: [
            ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.1 200", 200, ""), ("HTTP/1.1 200 ", 200, ""),
            ("HTTP/2 404", 404, ""), ("HTTP/1.1 404 Not  Found \t", 404, "Not  Found"),
            ("HTTP/1.0 999 \u{E9}", 999, "\u{E9}"),
        ])
    func statusLine(line: String, code: Int, reason: String) throws {
        for end in ["", "\n", "\r\n", "\r\n\r\n", "\r\nServer: x\r\n\r\n"] {
            let head = try ResponseHeadParser.head(of: Array((line + end).utf8))
            #expect(head.status.code == code)
            #expect(head.status.reasonPhrase == HTTPResponse.Status(code: code, reasonPhrase: reason).reasonPhrase)
            #expect(head.headerFields.count == (end.contains("Server") ? 1 : 0))
        }
    }

    @Test(
        "A malformed status line is refused",
        arguments: [
            "", "\r\n", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 099 x", "HTTP/1.1 2x0 x",
            "http/1.1 200 OK", "HTTP 200 OK", " HTTP/1.1 200 OK", "HTTP/1.1  200 OK",
        ])
    func noStatusLine(line: String) {
        #expect(throws: TransportError.self) { try ResponseHeadParser.head(of: Array((line + "\r\n\r\n").utf8)) }
    }

    @Test("Field names keep their spelling, also those in the table")
    func names() throws {
        let spelled = [
            "Server", "server", "SERVER", "Content-Type", "content-type", "Content-type", "ETag", "Etag", "etag", "X-A",
            "Strict-Transport-Security", "WWW-Authenticate", "X-Something-Longer-Than-Any-That-Is-At-Hand", "A",
        ]
        let fields = try Self.fields(spelled.map { $0 + ": v\r\n" }.joined())
        #expect(fields.map(\.name.rawName) == spelled)
        #expect(fields.map(\.name.canonicalName) == spelled.map { $0.lowercased() })
        #expect(fields[values: .server] == ["v", "v", "v"])
    }

    @Test(
        "Values are trimmed, and otherwise unchanged",
        arguments: [
            ("A: b\r\n", "b"), ("A:b\n", "b"), ("A: \t b c \t \r\n", "b c"), ("A:\r\n", ""), ("A:", ""),
            ("A: b:c", "b:c"),
            ("A: b\r\n c\r\n", "b c"), ("A: b\r\n\t  c \r\n d", "b c d"), ("A:\r\n b\r\n", "b"), ("A: b\n c\n", "b c"),
            ("A: b\r\n \r\n", "b"), ("\r\nA: b\r\n\r\n", "b"),
        ])
    func values(text: String, value: String) throws {
        let fields = try Self.fields(text)
        #expect(fields.map(\.value) == [value])
        #expect(try Self.fields(text + (text.hasSuffix("\n") ? "" : "\r\n") + "B: x\r\n").map(\.value) == [value, "x"])
    }

    @Test("Bytes that are not valid UTF-8 are unchanged")
    func bytes() throws {
        let field = try #require(try ResponseHeadParser.fields(of: [0x41, 0x3A, 0xFF, 0x80, 0x0D, 0x0A]).first)
        #expect(unsafe field.withUnsafeBytesOfValue { unsafe Array($0) } == [0xFF, 0x80])
    }

    @Test(
        "A malformed field is refused, wherever it stands",
        arguments: [
            "b", " A: b", "\tA: b", ": b", "A : b", "A b: c", "A\0: b", "(A): b", "\u{E9}: b", "A=1", "\u{1}: b",
        ])
    func malformed(line: String) {
        #expect(throws: TransportError.malformedResponse("malformed header field")) { try Self.fields(line + "\r\n") }
        guard !line.hasPrefix(" "), !line.hasPrefix("\t") else { return }
        #expect(throws: TransportError.malformedResponse("malformed header field")) {
            try Self.fields("X: y\r\n\(line)\r\nZ: z\r\n")
        }
    }
}
