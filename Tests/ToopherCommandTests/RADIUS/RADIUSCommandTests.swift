import CryptoCore
import HTTPExchange
import TestServer
import TestSupport
import Testing
import Toopher

@testable import ToopherCommand

/// `toopher radius` against a server that follows the test's script.
@Suite("toopher radius") struct RADIUSCommandTests {
    /// Runs the command as the module does.
    ///
    /// - Parameters:
    ///   - begin: The response to the beginning of a request.
    ///   - state: The response to everything else.
    private func run(
        _ variables: [String: String] = [:], _ arguments: [String] = [],
        begin: ScriptedService.Response = (200, pending),
        state: ScriptedService.Response = (504, "<html>")
    ) async throws -> (outcome: ToopherProcess.Outcome, received: [TestServer.ParsedRequest]) {
        try await ScriptedService.run(begin: begin, state: state) { credentials in
            try await ToopherProcess.run(
                ["radius", "--credentials", credentials, "--timeout", "1"] + arguments,
                environment: Self.request.merging(variables) { $1 })
        }
    }

    private static let request = [
        "USER_NAME": #""jdoe""#, "NAS_IDENTIFIER": #""vpn""#, "CALLING_STATION_ID": #""198.51.100.7""#,
    ]
    private static let pending = """
        {"id":"r1","pending":true,"granted":false,"automated":false,"reason":"","reason_code":0,"match_number":"42",\
        "user":{"id":"u1","name":"jdoe"},"action":{"id":"a1","name":"Log in: vpn"},"terminal":{"id":"t1","name":"t"}}
        """
    private static let granted = pending.replacing(
        #""pending":true,"granted":false"#, with: #""pending":false,"granted":true"#)
    private static let denied = pending.replacing(#""pending":true"#, with: #""pending":false"#)

    /// The State of the challenge to a request, as `rlm_exec` passes it on.
    private static func state(expires: Int64 = 4_000_000_000) throws -> String {
        let attributes = try RADIUSAttributes { name in request[name].map { [$0] } ?? [] }
        let key = try RADIUSState.key(consumerKey: "k", secret: SecretBytes(utf8: "s3cret"))
        let bytes = try RADIUSState(requestID: "r1", expires: expires).sealed(for: attributes, key: key)
        return "0x" + Hex.encode(bytes)
    }

    private func form(_ received: [TestServer.ParsedRequest]) throws -> String {
        String(decoding: try #require(received.first).body, as: UTF8.self)
    }

    @Test("A first request asks the phone, and is a challenge with the number") func challenge() async throws {
        let (outcome, received) = try await run(["USER_PASSWORD": #""checked before""#])
        #expect(outcome.status == 9 && outcome.output.hasPrefix("State = 0x"), "\(outcome)")
        #expect(outcome.output.contains(#"Reply-Message = "Enter 42 on your phone"#))
        let form = try form(received)
        #expect(received.count == 1 && form.contains("user_name=jdoe") && form.contains("shows_match_number=true"))
        #expect(form.contains("automation_allowed=false") && !form.contains("otp="))
        #expect(form.contains("terminal_name=vpn%2C+from+198.51.100.7"), "\(form)")
        // With an id of the terminal the service may take one for the other.
        #expect(!form.contains("requester_specified_terminal_id"))
    }

    @Test("--join names the place, and only that") func join() async throws {
        let first = try form(try await run([:], ["--join"]).received)
        let second = try form(try await run(["USER_PASSWORD": #""x""#, "NAS_PORT": "7"], ["--join"]).received)
        let other = try form(try await run(["CALLING_STATION_ID": #""198.51.100.8""#], ["--join"]).received)
        func place(_ form: String) -> Substring? {
            form.split(separator: "&").first { $0.hasPrefix("requester_specified_terminal_id=") }
        }
        #expect(place(first) != nil && place(first) == place(second) && place(first) != place(other))
        let unknown = try await run(["CALLING_STATION_ID": #""""#], ["--join"]).received
        #expect(place(try form(unknown)) == nil)
    }

    @Test("Without challenges it waits for the phone") func oneStep() async throws {
        let (outcome, received) = try await run([:], ["--no-challenge"], state: (200, Self.granted))
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
        #expect(!(try form(received).contains("shows_match_number")))
        let denied = try await run([:], ["--no-challenge"], state: (200, Self.denied)).outcome
        #expect(denied.status == 1 && denied.output == #"Reply-Message = "Denied.""#)
    }

    @Test("The answer to a challenge waits for the phone") func answer() async throws {
        let variables = ["STATE": try Self.state(), "USER_PASSWORD": #""""#]
        let (outcome, received) = try await run(variables, state: (200, Self.granted))
        #expect(outcome.status == 0 && received.map(\.path) == ["/v1/authentication_requests/r1"], "\(outcome)")
        #expect(try await run(variables, state: (200, Self.denied)).outcome.status == 1)
    }

    @Test("A password that answers a challenge is judged, and the phone is not waited for") func password() async throws
    {
        let variables = ["STATE": try Self.state(), "USER_PASSWORD": #""123456""#]
        let (outcome, received) = try await run(variables, state: (200, Self.granted))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(received.map(\.path) == ["/v1/authentication_requests/r1/otp_auth"])
        #expect(try form(received).contains("otp=123456"))
        let wrong = try await run(variables, state: (200, Self.denied)).outcome
        #expect(wrong.status == 1 && wrong.output.contains("wrong") && !wrong.output.contains("123456"))
        #expect(try await run(variables, state: (200, Self.pending)).outcome.status == 1)
    }

    @Test("A State of another log-in, or an old one, asks nobody and lets nobody in") func foreignState() async throws {
        let state = try Self.state()
        for variables in [
            ["STATE": state, "USER_NAME": #""mallory""#], ["STATE": state, "CALLING_STATION_ID": #""192.0.2.9""#],
            ["STATE": String(state.dropLast(2)) + (state.hasSuffix("00") ? "01" : "00")],
            ["STATE": try Self.state(expires: 1_700_000_000)], ["STATE": "0x"], ["STATE": "0x7231"],
        ] {
            let (outcome, received) = try await run(
                variables, ["--if-unavailable", "allow", "--if-unpaired", "allow"], state: (200, Self.granted))
            #expect(outcome.status != 0 && outcome.status != 3 && received.isEmpty, "\(variables) \(outcome)")
        }
    }

    @Test("A first password is one where that is wanted") func firstPassword() async throws {
        let variables = ["USER_PASSWORD": #""123456""#]
        let (outcome, received) = try await run(variables, ["--read-password"], begin: (200, Self.granted))
        #expect(outcome.status == 0 && received.count == 1, "\(outcome)")
        #expect(try form(received).contains("otp=123456"))
        #expect(try await run(variables, ["--read-password"], begin: (200, Self.denied)).outcome.status == 1)
        #expect(try await run(variables, ["--read-password"]).outcome.status == 1)
        #expect(try await run(["USER_PASSWORD": #""push""#], ["--read-password"]).outcome.status == 9)
    }

    @Test("Once the phone was asked only its approval lets in", arguments: [(504, "<html>"), (404, "{}"), (200, "{}")])
    func asked(_ status: Int, _ body: String) async throws {
        let options = ["--if-unavailable", "allow", "--if-unpaired", "allow"]
        for (variables, more) in [(["STATE": try Self.state()], []), ([:], ["--no-challenge"])] {
            let (outcome, received) = try await run(variables, options + more, state: (status, body))
            #expect(outcome.status == 2 && outcome.output.contains("Module-Failure-Message"), "\(outcome)")
            // And the phone asks no longer.
            #expect(received.contains { $0.path.hasSuffix("/authentication_requests/r1/cancel") })
        }
    }

    @Test("Nobody who has not decided is let in, and the phone asks no longer") func timeOut() async throws {
        let (outcome, received) = try await run([:], ["--no-challenge"], state: (200, Self.pending))
        #expect(outcome.status == 1 && outcome.output.contains("in time"), "\(outcome)")
        #expect(received.contains { $0.path.hasSuffix("/authentication_requests/r1/cancel") })
    }

    @Test("What fails lets nobody in, unless that is wanted", arguments: [(503, "{}"), (502, "<html>")])
    func absent(_ status: Int, _ body: String) async throws {
        let denied = try await run(begin: (status, body)).outcome
        #expect(denied.status == 2 && denied.output.contains("Your phone cannot be asked now"), "\(denied)")
        let allowed = try await run([:], ["--if-unavailable", "allow"], begin: (status, body)).outcome
        #expect(allowed.status == 0 && allowed.output.contains("let in without a phone"), "\(allowed)")
    }

    @Test("A wrong setting is no absence of the service: it would let everybody in for good")
    func misconfigured() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        // The client sends secrets over plain http to this machine only.
        let text = "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=s\nTOOPHER_BASE_URL=http://192.0.2.2:9/v1/\n"
        folder.write("radius.conf", Array(text.utf8))
        let outcome = try await ToopherProcess.run(
            ["radius", "--credentials", folder.file("radius.conf"), "--if-unavailable", "allow"],
            environment: Self.request)
        #expect(outcome.status == 2 && outcome.output.contains("Module-Failure-Message"), "\(outcome)")
        for error in [TransportError.tlsFailed("x"), .plainHTTPRefused(host: "h"), .invalidConfiguration("x")] {
            #expect(!ToopherError.transport(error).isOfAbsentService)
        }
        for error in [TransportError.couldNotConnect, .couldNotResolveHost, .timedOut, .connectionLost("x")] {
            #expect(ToopherError.transport(error).isOfAbsentService)
        }
    }

    @Test("A request with so many attributes that its State may be missing is refused")
    func flood() async throws {
        let many = Dictionary(uniqueKeysWithValues: (0..<600).map { ("CLASS_\($0)", "0x00") })
        let (outcome, received) = try await run(many, ["--if-unavailable", "allow"], begin: (200, Self.granted))
        #expect(outcome.status == 2 && outcome.output.contains("too many attributes") && received.isEmpty, "\(outcome)")
    }

    @Test("A user without a phone is let in only where that is wanted") func unpaired() async throws {
        let unknown = (409, #"{"error_code":705,"error_message":"x"}"#)
        #expect(try await run(begin: unknown).outcome.status == 1)
        #expect(try await run([:], ["--if-unpaired", "allow"], begin: unknown).outcome.status == 0)
    }

    @Test(
        "Any other answer lets nobody in",
        arguments: [(404, "<html>"), (200, "<html>"), (401, "{}"), (429, "{}"), (409, #"{"error_code":704}"#)])
    func refused(_ status: Int, _ body: String) async throws {
        let options = ["--if-unavailable", "allow", "--if-unpaired", "allow"]
        let outcome = try await run([:], options, begin: (status, body)).outcome
        #expect(outcome.status == 2, "\(outcome)")
    }

    @Test("Wrong usage has no status that the module takes for ok") func usage() async throws {
        for arguments in [
            ["--timeout", "0"], ["--unknown"], ["--if-unavailable", "maybe"],
            // Nobody would have checked anything.
            ["--read-password", "--if-unavailable", "allow"], ["--read-password", "--if-unpaired", "allow"],
        ] {
            let outcome = try await run([:], arguments).outcome
            #expect(outcome.status == 64)
        }
        let missing = try await ToopherProcess.run(
            ["radius", "--credentials", "/nonexistent"], environment: Self.request)
        #expect(missing.status == 2 && missing.output.contains("cannot read /nonexistent"), "\(missing)")
        let outside = try await ToopherProcess.run(["radius"], environment: [:])
        #expect(outside.status == 2 && outside.output.contains("User-Name"), "\(outside)")
    }
}
