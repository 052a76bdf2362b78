import HTTPTypes
import Testing
import WebPush

@Suite("Responses of push services")
struct PushOutcomeTests {
    static let now: Int64 = 784_111_777

    static func outcome(_ status: Int, _ retryAfter: String? = nil) -> PushOutcome {
        var response = HTTPResponse(status: .init(code: status))
        response.headerFields[.retryAfter] = retryAfter
        return PushOutcome(response, now: now)
    }

    @Test("A status says what becomes of message and subscription")
    func statuses() {
        for status in [200, 201, 202, 204, 299] { #expect(Self.outcome(status) == .accepted) }
        for status in [404, 410] { #expect(Self.outcome(status) == .gone) }
        for status in [408, 429, 500, 502, 503, 504, 599] {
            #expect(Self.outcome(status) == .retry(after: .seconds(30)))
        }
        for status in [301, 302, 307, 308, 400, 401, 403, 406, 413, 415, 418] {
            #expect(Self.outcome(status) == .rejected(status: status))
        }
    }

    @Test(
        "The delay is the one that the push service names, from a second to an hour",
        arguments: [
            ("0", 1), ("1", 1), ("90", 90), ("3600", 3600), ("3601", 3600), ("999999999999999999", 3600), ("-5", 30),
            ("soon", 30), ("", 30), ("1.5", 30), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
            ("Sun, 06 Nov 1994 08:49:00 GMT", 1), ("Sun, 06 Nov 2994 08:49:00 GMT", 3600),
        ])
    func delays(retryAfter: String, seconds: Int) {
        for status in [429, 503] {
            #expect(Self.outcome(status, retryAfter) == .retry(after: .seconds(seconds)))
        }
        // Elsewhere it means nothing.
        #expect(Self.outcome(410, retryAfter) == .gone && Self.outcome(201, retryAfter) == .accepted)
    }
}
