import HTTPExchange
import HTTPTypes
import Testing

@testable import Toopher

@Suite("Error details")
struct ErrorDetailTests {
    func failure(_ response: ScriptedResponse) async throws -> ToopherError {
        var failure: ToopherError?
        try await ScriptedService.run({ _, _ in response }) { _, api in
            do throws(ToopherError) { _ = try await api.fetchPairing(id: "p1") } catch { failure = error }
        }
        return try #require(failure)
    }

    @Test("A refusal has its code, message, status, request id and delay")
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

    @Test("An unexpected response has its status, problem, request id and delay")
    func page() async throws {
        let error = try await failure(
            ScriptedResponse(
                status: 503, fields: [("X-Request-Id", "r"), ("Retry-After", "1")], type: "text/html",
                body: Array("<p>".utf8)))
        guard case .undecodableResponse(let response) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(response.status == 503 && response.problem == .notJSON(contentType: "text/html"))
        #expect(error.requestID == "r" && error.retryAfter == .seconds(1) && error.isTransient && error.refusal == nil)
    }

    @Test("A proxy's 429 is a rate limit")
    func proxyLimit() async throws {
        let error = try await failure(
            ScriptedResponse(status: 429, fields: [("Retry-After", "3")], type: "text/html", body: Array("<p>".utf8)))
        #expect(error.refusal?.code == 429 && error.retryAfter == .seconds(3) && error.isTransient)
        guard case .rateLimited = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(
        "Transient refusals are recognised",
        arguments: [
            (400, 400, false), (401, 401, false), (403, 403, false), (404, 404, false), (408, 408, true),
            (409, 601, false), (409, 704, false), (409, 705, false), (409, 708, false), (500, 500, true),
            (502, 1, true), (503, 704, false), (200, 429, true), (429, 1, true),
        ])
    func transient(status: Int, code: Int, expected: Bool) async throws {
        #expect(try await failure(.refusal(code, status: status)).isTransient == expected)
    }

    @Test("Transient transport errors are recognised")
    func transport() {
        let passing: [TransportError] = [
            .couldNotResolveHost, .couldNotConnect, .connectTimedOut, .timedOut, .emptyResponse, .connectionLost(""),
            .truncatedResponse, .firstByteTimedOut, .tooSlow,
        ]
        let lasting: [TransportError] = [
            .cancelled, .closed, .usedAfterFork, .tlsFailed(""), .certificateAuthoritiesMissing(""),
            .plainHTTPRefused(host: ""),
            .invalidRequest(""), .malformedResponse(""), .responseTooLarge(limit: 1),
            .tooManyRedirects(limit: 1), .invalidConfiguration(""), .requestBodyFailed(""),
            .addressNotPermitted(""),
        ]
        #expect(passing.allSatisfy { ToopherError.transport($0).isTransient })
        #expect(lasting.allSatisfy { !ToopherError.transport($0).isTransient })
        #expect(!ToopherError.signatureInvalid.isTransient && ToopherError.replayed.status == nil)
    }
}
