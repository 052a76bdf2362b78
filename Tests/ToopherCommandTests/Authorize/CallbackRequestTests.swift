import TestSupport
import Testing

@testable import ToopherCommand

@Suite("Requests to a callback listener")
struct CallbackRequestTests {
    static let authority = "127.0.0.1:4321"

    static func parse(_ text: String) -> CallbackRequest {
        CallbackRequest(Array(text.utf8), authority: authority, path: "/cb")
    }

    @Test("A request of a browser is a callback, with its query")
    func valid() {
        for (head, query) in [
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", ""),
            ("GET /cb? HTTP/1.0\r\nhost:127.0.0.1:4321\r\n\r\n", ""),
            ("GET /cb?a=b&c=?%20 HTTP/1.1\r\nAccept: */*\r\nHOST: \t127.0.0.1:4321\r\nCookie: é\r\n\r\n", "a=b&c=?%20"),
            ("GET /cb?a HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nContent-Length: 0\r\n\r\nGET /cb?b", "a"),
        ] {
            #expect(Self.parse(head) == .callback(query: query), "\(head)")
        }
    }

    @Test("Any part of a request is incomplete, and each byte counts")
    func incomplete() {
        let head = Array("GET /cb?a=b HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nX: y\r\n\r\n".utf8)
        for end in 0..<head.count {
            #expect(CallbackRequest(Array(head[..<end]), authority: Self.authority, path: "/cb") == .incomplete)
        }
        for index in head.indices {
            for byte in UInt8.min...UInt8.max where byte != head[index] {
                var changed = head
                changed[index] = byte
                let request = CallbackRequest(changed, authority: Self.authority, path: "/cb")
                if case .callback(let query) = request {
                    // What may differ: the query, HTTP/1.0, the case of Host, and the other field.
                    #expect(query != "a=b" || index == 19 || index > 21, "\(index) \(byte)")
                }
            }
        }
    }

    @Test(
        "One thing wrong, and it is refused",
        arguments: [
            ("POST /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 405),
            ("HEAD /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 405),
            ("get /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 405),
            ("GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 404),
            ("GET /cb/ HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 404),
            ("GET //cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 404),
            ("GET /%63b HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 404),
            ("GET http://127.0.0.1:4321/cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 400),
            ("GET * HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 400),
            ("GET /cb HTTP/2.0\r\nHost: 127.0.0.1:4321\r\n\r\n", 400), ("GET /cb\r\n\r\n", 400),
            ("GET  /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\n\r\n", 400), ("\r\n\r\n", 400), ("\r\nGET /cb HTTP/1.1\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nHost: 127.0.0.1:4321\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: evil.example:4321\r\n\r\n", 421),
            ("GET /cb HTTP/1.1\r\nHost: localhost:4321\r\n\r\n", 421),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321, x\r\n\r\n", 421),
            ("GET /cb HTTP/1.1\r\nHost : 127.0.0.1:4321\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n x\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\nX: y\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nX: \u{0}\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nContent-Length: 1\r\n\r\nx", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nContent-Length: 00\r\n\r\n", 400),
            ("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("GET /cb?\u{e9} HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n\r\n", 400),
        ])
    func refused(head: String, status: Int) {
        #expect(Self.parse(head) == .refused(status: status))
    }

    @Test("A head over the limit is refused before its end")
    func limit() {
        let start = "GET /cb HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nX: "
        func head(_ count: Int) -> String { start + String(repeating: "y", count: count - start.utf8.count - 4) }
        let maximum = CallbackRequest.maximumBytes
        #expect(Self.parse(head(maximum) + "\r\n\r\n") == .callback(query: ""))
        #expect(Self.parse(head(maximum + 1) + "\r\n\r\n") == .refused(status: 431))
        #expect(Self.parse(String(repeating: "a", count: maximum - 1)) == .incomplete)
        #expect(Self.parse(String(repeating: "a", count: maximum)) == .refused(status: 431))
    }

    @Test("Random bytes give a result")
    func random() {
        var generator = SeededGenerator(seed: 8)
        let pieces = [
            "GET ", "/cb", " HTTP/1.1", "\r\n", "Host: 127.0.0.1:4321", "\r", "\n", ":", "\u{0}", "é", "?", "\r\n\r\n",
        ]
        for _ in 0..<2000 {
            let text = (0..<8).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            if case .callback = Self.parse(text) { #expect(text.hasPrefix("GET /cb")) }
        }
    }
}
