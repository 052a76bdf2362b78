import TestServer
import Testing

@testable import ToopherCommand

/// `toopher pam` against a server that follows the test's script.
@Suite("toopher pam and services that fail") struct PAMFallbackTests {
    /// Runs a log-in.
    ///
    /// - Parameters:
    ///   - begin: The response to the beginning of a request.
    ///   - state: The response to the question for its state.
    private func logIn(
        begin: ScriptedService.Response, state: ScriptedService.Response = (504, "<html>")
    ) async throws -> (outcome: ToopherProcess.Outcome, received: [TestServer.ParsedRequest]) {
        try await ScriptedService.run(begin: begin, state: state) { credentials in
            try await ToopherProcess.run(
                [
                    "pam", "--credentials", credentials, "--timeout", "1", "--if-unavailable", "allow", "--if-unpaired",
                    "allow",
                ], environment: ["PAM_TYPE": "auth", "PAM_USER": "jdoe", "PAM_SERVICE": "sudo"])
        }
    }

    private static let pending = """
        {"id":"r1","pending":true,"granted":false,"automated":false,"reason":"","reason_code":0,"match_number":"42",\
        "user":{"id":"u1","name":"jdoe"},"action":{"id":"a1","name":"Log in: sudo"},"terminal":{"id":"t1","name":"t"}}
        """

    @Test(
        "What cannot be asked lets in where that is wanted",
        arguments: [(503, "{}"), (502, "<html>"), (500, "")])
    func absent(_ status: Int, _ body: String) async throws {
        let outcome = try await logIn(begin: (status, body)).outcome
        #expect(outcome.status == 0 && outcome.error.contains("let in without a phone"), "\(outcome)")
    }

    @Test(
        "Any other answer lets nobody in",
        arguments: [
            (404, "<html>"), (301, ""), (200, "<html>"), (401, "{}"), (403, "{}"), (429, "{}"),
            (409, #"{"error_code":704,"error_message":"x"}"#), (409, #"{"error_code":707,"error_message":"x"}"#),
        ])
    func refused(_ status: Int, _ body: String) async throws {
        let outcome = try await logIn(begin: (status, body)).outcome
        #expect(outcome.status != 0, "\(outcome)")
    }

    @Test(
        "Once the phone was asked only its approval lets in, whatever comes back",
        arguments: [(504, "<html>"), (500, ""), (404, "<html>"), (200, Self.pending), (200, "{}")])
    func asked(_ status: Int, _ body: String) async throws {
        let (outcome, received) = try await logIn(begin: (200, Self.pending), state: (status, body))
        #expect(outcome.status != 0 && outcome.output.contains("Enter 42 on your phone."), "\(outcome)")
        // And the phone asks no longer.
        #expect(received.contains { $0.method == "POST" && $0.path.hasSuffix("/authentication_requests/r1/cancel") })
    }

    @Test("Two log-ins of one place are two requests, and no standing answer counts") func request() async throws {
        let received = try await logIn(begin: (200, Self.pending)).received
        let form = String(decoding: try #require(received.first).body, as: UTF8.self)
        #expect(form.contains("terminal_name=sudo") && form.contains("automation_allowed=false"), "\(form)")
        // With an id of the terminal the service may take one for the other.
        #expect(!form.contains("requester_specified_terminal_id") && !form.contains("idempotency_key"))
    }

    @Test("An approval lets in") func approved() async throws {
        let granted = Self.pending.replacing(
            #""pending":true,"granted":false"#, with: #""pending":false,"granted":true"#)
        #expect(try await logIn(begin: (200, Self.pending), state: (200, granted)).outcome.status == 0)
    }
}
