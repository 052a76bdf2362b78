import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestSupport
import Testing

@Suite("Responses with credentials")
struct CredentialsResponseTests {
    static let accepted = "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true"

    static func flow(
        _ transport: any HTTPTransport, style: RequestStyle = RequestStyle(), key: SignatureKey = Keys.hmac,
        leniencies: AuthorizationFlow.Leniencies = []
    ) throws(AuthorizationError) -> AuthorizationFlow {
        try AuthorizationFlow(
            consumerKey: "k", key: key,
            endpoints: Endpoints(
                temporaryCredentials: "https://p.example/initiate", authorization: "https://p.example/authorize",
                token: "https://p.example/token"),
            style: style, leniencies: leniencies, transport: transport)
    }

    /// Returns the error of the first step; `nil` if it succeeds.
    static func error(_ transport: ScriptedTransport) async -> AuthorizationError? {
        do throws(AuthorizationError) {
            _ = try await flow(transport).temporaryCredentials(callback: .outOfBand)
            return nil
        } catch { return error }
    }

    @Test(
        "A valid form is accepted whatever its Content-Type and the white space around it",
        arguments: [
            accepted, accepted + "\r\n", "\n  " + accepted + "\t\n", "&&" + accepted + "&", accepted + "&x=1&x=2&y",
            "oauth_callback_confirmed=true&oauth_token_secret=s&oauth_token=t",
        ])
    func good(body: String) async throws {
        let headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        for status in [200, 201] {
            let flow = try Self.flow(ScriptedTransport(body, status: status, headers: headers))
            let temporary = try await flow.temporaryCredentials(callback: .outOfBand)
            #expect(temporary.token == "t")
            #expect(temporary.tokenSecret.isEqual(to: SecretBytes(utf8: "s")))
            #expect(temporary.parameters.allSatisfy { ["x", "y"].contains($0.name) })
        }
    }

    @Test(
        "A malformed response is an error",
        arguments: [
            "", " ", "\u{0}", "&", "=", "<html>oauth_token</html>",
            "{\"oauth_token\":\"t\",\"oauth_token_secret\":\"s\"}",
            "oauth_token=t", "oauth_token=&oauth_token_secret=s", "oauth_token_secret=s&oauth_callback_confirmed=true",
            "oauth_token=t&oauth_token=u&oauth_token_secret=s",
            "oauth_token=t&oauth_token_secret=s&oauth_token_secret=s",
            accepted + "&oauth_callback_confirmed=true", "oauth_token=%FF&oauth_token_secret=s",
            "oauth_token=t&oauth_token_secret=%C3", "oauth_token =t&oauth_token_secret=s",
            String(repeating: "&a", count: 101),
            "access_token=t&token_type=bearer", "oauth%5Ftoken%3Dt%26oauth_token_secret=s",
        ])
    func garbage(body: String) async {
        guard case .invalidResponse = await Self.error(ScriptedTransport(body)) else {
            Issue.record("accepted, or another error")
            return
        }
    }

    @Test("Random bytes are an error")
    func randomBytes() async {
        var state: UInt64 = 1
        for _ in 0..<500 {
            let bytes = (0..<64).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            guard case .invalidResponse = await Self.error(ScriptedTransport(body: bytes)) else {
                Issue.record("accepted, or another error: \(bytes)")
                return
            }
        }
    }

    @Test("A body over the limit is refused even if the transport accepts it")
    func limit() async {
        let body = Self.accepted + "&x="
        let padding = String(repeating: "y", count: 65536 - body.utf8.count)
        #expect(await Self.error(ScriptedTransport(body + padding)) == nil)
        #expect(
            await Self.error(ScriptedTransport(body + padding + "y")) == .transport(.responseTooLarge(limit: 65536)))
    }

    @Test("A refusal has the status, and the problem if there is one")
    func refusals() async {
        for status in [199, 300, 302, 400, 401, 403, 404, 500, 503] {
            #expect(
                await Self.error(ScriptedTransport(Self.accepted, status: status))
                    == .refused(status: status, problem: nil)
            )
        }
        let problem = "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1-2"
        #expect(
            await Self.error(ScriptedTransport(problem, status: 401))?.problem?.name == "timestamp_refused")
        #expect(
            await Self.error(ScriptedTransport(problem, status: 200))?.problem?.name == "timestamp_refused")
        for malformed in ["a%0Ab", "a b", "Signature", "%C3%A9", "", String(repeating: "a", count: 65)] {
            #expect(
                await Self.error(ScriptedTransport("oauth_problem=\(malformed)", status: 401))
                    == .refused(status: 401, problem: nil))
        }
    }

    @Test(
        "A problem is also found in the challenge",
        arguments: [
            ("OAuth realm=\"a, oauth_problem=\\\"x\", oauth_problem=\"nonce_used\"", "nonce_used"),
            ("oauth oauth_problem=nonce_used", "nonce_used"),
            ("OAuth realm=\"x\",oauth_problem=\"token_used\", y=z", "token_used"),
            ("OAuth oauth_problem=token_used&oauth_problem_advice=it%20was%20used", "token_used"),
            ("OAuth oauth_problem=token_used&oauth_problem_advice=a, b&c", "token_used"),
            ("OAuth realm=\"x\"&oauth_problem=\"token_used\"", "token_used"),
            ("OAuth  oauth_problem = \"token_used\" , y", "token_used"), ("OAuth realm=,oauth_problem=x", "x"),
            ("Basic realm=\"x\", OAuth oauth_problem=\"token_used\"", "token_used"),
            ("OAuth realm=\"x\", Basic oauth_problem=\"token_used\"", nil),
            ("OAuthx oauth_problem=token_used", nil), ("OAuth%20oauth_problem=token_used", nil),
            ("OAuth oauth_problem=TOKEN_used&x=y", nil), ("OAuth oauth_problem=token_used%0A", nil),
            ("OAuth x=y;oauth_problem=token_used", nil), ("=\"\"", nil), ("OAuth \"oauth_problem=x\"", nil),
            ("Basic realm=\"x\", oauth_problem=\"token_used\"", nil), ("OAuth realm=\"oauth_problem=token_used", nil),
            ("OAuth oauth_problem=\"a\nb\"", nil), ("OAuth", nil), ("", nil), ("OAuth oauth_problem", nil),
        ])
    func challenge(value: String, problem: String?) async {
        var headers: HTTPFields = [:]
        headers.append(HTTPField(name: .wwwAuthenticate, value: "Basic realm=\"y\""))
        headers.append(HTTPField(name: .wwwAuthenticate, value: value))
        let error = await Self.error(ScriptedTransport("<p>no</p>", status: 401, headers: headers))
        guard case .refused(401, let report) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(report?.name == problem)
    }

    @Test("The error of the transport is reported")
    func transportError() async {
        #expect(await Self.error(ScriptedTransport(failure: .timedOut)) == .transport(.timedOut))
    }

    @Test("The second response needs no confirmation, and can name the resource owner")
    func tokenResponse() async throws {
        let flow = try Self.flow(ScriptedTransport("oauth_token=t&oauth_token_secret=&user_id=42&screen_name=j%C3%A9"))
        let temporary = TemporaryCredentials(token: "a", tokenSecret: SecretBytes(utf8: "b"))
        let token = try await flow.tokenCredentials(for: temporary, verifier: "v")
        #expect(token.tokenSecret.count == 0)
        #expect(token.parameters == [Parameter("user_id", "42"), Parameter("screen_name", "jé")])
    }

    @Test("No description contains a secret or another parameter of a response")
    func descriptions() async throws {
        let body = "oauth_token=t&oauth_token_secret=sesame&oauth_callback_confirmed=true&session=sesame"
        let flow = try Self.flow(ScriptedTransport(body))
        let temporary = try await flow.temporaryCredentials(callback: .outOfBand)
        let token = try await flow.tokenCredentials(for: temporary, verifier: "sesame")
        var dumped = ""
        dump(temporary, to: &dumped)
        dump(token, to: &dumped)
        dump(flow, to: &dumped)
        for value in [temporary, token, flow] as [any Sendable] { dumped += "\(value) \(String(reflecting: value))" }
        dumped += "\(String(describing: await Self.error(ScriptedTransport("oauth_token=sesame"))))"
        dumped +=
            "\(String(describing: await Self.error(ScriptedTransport("oauth_problem=Sesame%20sesame", status: 401))))"
        #expect(!dumped.contains("sesame"))
        #expect(!dumped.contains("kd94"))
        #expect(dumped.contains("TokenCredentials(t)"))
    }
}
