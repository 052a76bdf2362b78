import CurlTransport
import HTTPExchange
import HTTPTypes
import Testing

@testable import Toopher

@Suite("What an error tells about the exchange")
struct ErrorDetailTests {
    func failure(_ reply: ScriptedReply) async throws -> ToopherError {
        var failure: ToopherError?
        try await ScriptedService.run({ _, _ in reply }) { _, api in
            do throws(ToopherError) { _ = try await api.pairing(id: "p1") } catch { failure = error }
        }
        return try #require(failure)
    }

    @Test("a refusal has its code, text, status, request id and delay")
    func refusal() async throws {
        let error = try await failure(
            .refusal(429, status: 429, ("X-Request-Id", "a\tc"), ("Retry-After", "7")))
        guard case .rateLimited(let refusal) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(refusal.code == 429 && refusal.message == "text 429" && refusal.status == 429)
        #expect(refusal.requestID == "a c" && refusal.retryAfter == .seconds(7))
        #expect(error.refusal == refusal && error.status == 429 && error.requestID == "a c")
        #expect(error.retryAfter == .seconds(7) && error.isTransient)
    }

    @Test("so has what is no answer")
    func page() async throws {
        let error = try await failure(
            ScriptedReply(
                status: 503, fields: [("X-Request-Id", "r"), ("Retry-After", "1")], type: "text/html",
                body: Array("<p>".utf8)))
        guard case .undecodableResponse(let response) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(response.status == 503 && response.problem == .notJSON(contentType: "text/html"))
        #expect(error.requestID == "r" && error.retryAfter == .seconds(1) && error.isTransient && error.refusal == nil)
    }

    @Test("too many requests, said by a proxy")
    func proxyLimit() async throws {
        let error = try await failure(
            ScriptedReply(status: 429, fields: [("Retry-After", "3")], type: "text/html", body: Array("<p>".utf8)))
        #expect(error.refusal?.code == 429 && error.retryAfter == .seconds(3) && error.isTransient)
        guard case .rateLimited = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(
        "what may pass, and what will not",
        arguments: [
            (400, 400, false), (401, 401, false), (403, 403, false), (404, 404, false), (408, 408, true),
            (409, 601, false), (409, 704, false), (409, 705, false), (409, 708, false), (500, 500, true),
            (502, 1, true), (503, 704, false), (200, 429, true), (429, 1, true),
        ])
    func transient(status: Int, code: Int, expected: Bool) async throws {
        #expect(try await failure(.refusal(code, status: status)).isTransient == expected)
    }

    @Test("transport errors that may pass, and that will not")
    func transport() {
        let passing: [TransportError] = [
            .couldNotResolveHost, .couldNotConnect, .connectTimedOut, .timedOut, .emptyReply, .connectionLost(""),
            .truncatedResponse, .firstByteTimedOut, .tooSlow,
        ]
        let lasting: [TransportError] = [
            .cancelled, .closed, .usedAfterFork, .tls(""), .caBundleMissing(""), .plainHTTPRefused(host: ""),
            .invalidRequest(""), .protocolError(""), .responseTooLarge(limit: 1),
            .tooManyRedirects(limit: 1), .invalidConfiguration(""), .requestBodyFailed(""),
        ]
        #expect(passing.allSatisfy { ToopherError.transport($0).isTransient })
        #expect(lasting.allSatisfy { !ToopherError.transport($0).isTransient })
        #expect(!ToopherError.signatureInvalid.isTransient && ToopherError.replayed.status == nil)
    }
}

@Suite("Retry-After and dates in header fields")
struct RetryAfterTests {
    /// RFC 9110 section 5.6.7 gives one moment in all three forms.
    static let moment: Int64 = 784_111_777

    @Test(
        "the three forms",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func forms(text: String) {
        #expect(HTTPDate.parse(text) == Self.moment)
    }

    @Test(
        "the calendar",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600), ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Sun, 28 Feb 2100 23:59:59 GMT", 4_107_542_399), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Thu, 31 Dec 2026 23:59:60 GMT", 1_798_761_600), ("Monday, 01-Jan-68 00:00:00 GMT", 3_092_601_600),
        ] as [(String, Int64)])
    func calendar(text: String, expected: Int64) {
        #expect(HTTPDate.parse(text) == expected)
    }

    @Test(
        "what is no date",
        arguments: [
            "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Non 1994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
            "Sun 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT and some more words",
        ])
    func noDates(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(
        "seconds and dates",
        arguments: [
            ("0", nil, .zero), ("120", nil, .seconds(120)), ("999999999999999999", nil, .seconds(31_536_000)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", nil, .seconds(37)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:30 GMT", .seconds(7)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:40 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "no date", .seconds(37)),
            ("-1", nil, nil), ("1.5", nil, nil), ("soon", nil, nil), ("", nil, nil), (nil, nil, nil),
        ] as [(String?, String?, Duration?)])
    func delays(retryAfter: String?, date: String?, expected: Duration?) {
        var fields = HTTPFields()
        fields[.retryAfter] = retryAfter
        fields[.date] = date
        #expect(RetryAfter.delay(in: fields, now: Self.moment - 37) == expected)
    }
}
