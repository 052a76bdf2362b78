import HTTPTypes
import OAuth1
import OAuth1Client
import TestSupport
import Testing

@Suite("Problem reports")
struct ProblemReportTests {
    static func report(_ body: String, challenge: String? = nil) async throws -> ProblemReport? {
        var headers = HTTPFields()
        if let challenge { headers[.wwwAuthenticate] = challenge }
        return await CredentialsResponseTests.error(ScriptedTransport(body, status: 401, headers: headers))?.problem
    }

    @Test("The fields of the extension are typed, wherever they are")
    func fields() async throws {
        let fields = [
            "oauth_problem=timestamp_refused", "oauth_acceptable_timestamps=1700000000-1700000600",
            "oauth_acceptable_versions=1.0-1.0", "oauth_parameters_absent=oauth_nonce%26oauth%5Ftoken",
            "oauth_parameters_rejected=oauth_verifier%3Dsesame%26scope%3Da%2520b",
            "oauth_problem_advice=The%20token%20sesame%20is%20wrong",
        ]
        let quoted = fields.map { field in
            let parts = field.split(separator: "=")
            return "\(parts[0])=\"\(parts[1])\""
        }
        for report in [
            try await Self.report(fields.joined(separator: "&")),
            try await Self.report(fields.joined(separator: "&") + "\r\n"),
            try await Self.report("<p>no</p>", challenge: "OAuth " + fields.joined(separator: "&")),
            try await Self.report("", challenge: "OAuth realm=\"a, b&c\", " + quoted.joined(separator: ", ")),
            try await Self.report("", challenge: "OAuth " + quoted.joined(separator: "&")),
        ] {
            let report = try #require(report)
            #expect(report.name == "timestamp_refused")
            #expect(report.acceptableTimestamps == 1_700_000_000...1_700_000_600)
            #expect(report.acceptableVersions == "1.0-1.0")
            #expect(report.absentParameters == ["oauth_nonce", "oauth_token"])
            #expect(report.rejectedParameters == ["oauth_verifier", "scope"])
            #expect(report.advice == "The token sesame is wrong")
            var dumped =
                "\(report) \(String(reflecting: report)) \(AuthorizationError.refused(status: 401, problem: report))"
            dump(report, to: &dumped)
            #expect(!dumped.contains("sesame") && dumped.contains("acceptable timestamps 1700000000 to 1700000600"))
        }
    }

    @Test("The body precedes the challenge")
    func both() async throws {
        #expect(
            try await Self.report("oauth_problem=a", challenge: "OAuth oauth_problem=b") == ProblemReport(name: "a"))
        #expect(
            try await Self.report("oauth_problem=A", challenge: "OAuth oauth_problem=b") == ProblemReport(name: "b"))
    }

    @Test(
        "A malformed field is left out",
        arguments: [
            "oauth_acceptable_timestamps=2-1", "oauth_acceptable_timestamps=1", "oauth_acceptable_timestamps=-1-2",
            "oauth_acceptable_timestamps=1-2-3", "oauth_acceptable_timestamps=a-b", "oauth_acceptable_timestamps=",
            "oauth_acceptable_timestamps=1-99999999999999999999", "oauth_acceptable_versions=one",
            "oauth_acceptable_versions=", "oauth_parameters_absent=", "oauth_parameters_absent=Token%2FValue7",
            "oauth_parameters_rejected=%0Aforged", "oauth_problem_advice=a%0Ab", "oauth_problem_advice=%7F",
            "oauth_problem_advice=\(String(repeating: "a", count: 1001))",
        ])
    func malformed(field: String) async throws {
        #expect(try await Self.report("oauth_problem=token_used&\(field)") == ProblemReport(name: "token_used"))
    }

    @Test("A callback has the fields too")
    func callback() {
        let error = AuthorizationError.denied(problem: ProblemReport(name: "permission_denied"))
        #expect(
            CallbackTests.outcome("oauth_problem=permission_denied&oauth_token=a/b+é") == .failure(error))
        guard
            case .failure(.denied(let problem?)) = CallbackTests.outcome(
                "oauth_problem=permission_denied&oauth_problem_advice=ask+again")
        else {
            Issue.record("another outcome")
            return
        }
        #expect(problem.advice == "ask again" && "\(problem)" == "permission_denied")
    }

    @Test("Random challenges give a result")
    func random() async throws {
        var generator = SeededGenerator(seed: 10)
        let pieces = [
            "OAuth", " ", ",", "&", "=", "\"", "\\", "oauth_problem", "realm", "a", "%41", "%", "\t", ";", "é",
        ]
        for _ in 0..<500 {
            let challenge = (0..<12).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let report = try await Self.report("", challenge: challenge)
            #expect(report?.name.allSatisfy { $0 == "_" || $0 >= "a" && $0 <= "z" } ?? true)
        }
    }
}
