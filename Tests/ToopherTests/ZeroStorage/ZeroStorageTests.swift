import FoundationEssentials
import TestServer
import Testing

@testable import Toopher

@Suite("Zero-storage log-in")
struct ZeroStorageTests {
    typealias Step = ZeroStorageLogin.Step

    static let login = ZeroStorageLogin(username: "jdoe", terminalID: "cookie", actionName: "Log In")

    /// Stores and restores a log-in, as a handler does between two pages.
    func restored(_ login: ZeroStorageLogin) throws -> ZeroStorageLogin {
        let restored = try JSONDecoder().decode(ZeroStorageLogin.self, from: JSONEncoder().encode(login))
        #expect(restored == login)
        return restored
    }

    func run(
        _ responses: [ScriptedResponse],
        _ body: (inout ZeroStorageLogin, ToopherAPI, ScriptedService) async throws -> Void
    ) async throws {
        try await ScriptedService.run({ _, number in
            number < responses.count ? responses[number] : .refusal(500, status: 500)
        }) { service, api in
            var login = Self.login
            try await body(&login, api, service)
            #expect(service.requests.count == responses.count)
            for request in service.requests { _ = try await service.signedParameters(request) }
        }
    }

    @Test("An unknown user pairs, names the terminal and is let in")
    func wholeFlow() async throws {
        try await run([
            .refusal(705), .json(Canned.pairing("pending")), .json(Canned.pairing("pending")),
            .json(Canned.pairing("enabled")), .refusal(706), .json(Canned.terminal), .json(Canned.request()),
            .json(Canned.request()), .json(Canned.request("granted")),
        ]) { login, api, service in
            #expect(login.openStep == nil)
            #expect(try await login.begin(with: api) == .needsPairingPhrase(.userUnknown))
            login = try restored(login)
            #expect(login.openStep == .needsPairingPhrase(.userUnknown))
            #expect(try await login.pair(phrase: "awkward turtle", with: api) == .waiting(.pairing))
            login = try restored(login)
            #expect(login.openStep == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .needsTerminalName)
            login = try restored(login)
            #expect(login.openStep == .needsTerminalName)
            #expect(try await login.nameTerminal("my computer", with: api) == .waiting(.authentication))
            login = try restored(login)
            #expect(login.openStep == .waiting(.authentication))
            #expect(try await login.advance(with: api) == .waiting(.authentication))
            guard case .granted(let request) = try await login.advance(with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(request.isGranted && login.openStep == nil)
            let initiate = "POST authentication_requests/initiate"
            #expect(
                service.targets == [
                    initiate, "POST pairings/create", "GET pairings/p1", "GET pairings/p1", initiate,
                    "POST user_terminals/create", initiate, "GET authentication_requests/r1",
                    "GET authentication_requests/r1",
                ])
            #expect(
                try await service.signedParameters(service.requests[0]) == [
                    "user_name=jdoe", "requester_specified_terminal_id=cookie", "action_name=Log In",
                ])
            #expect(
                try await service.signedParameters(service.requests[5]) == [
                    "user_name=jdoe", "name=my computer", "name_extra=cookie",
                ])
        }
    }

    @Test("The stored value never says that a request was granted")
    func noKeptGrant() async throws {
        try await run([.json(Canned.request("granted"))]) { login, api, _ in
            guard case .granted = try await login.begin(with: api) else {
                Issue.record("not granted")
                return
            }
            let restored = String(decoding: try JSONEncoder().encode(login), as: UTF8.self)
            #expect(!restored.lowercased().contains("grant"))
            let revived = try self.restored(login)
            #expect(revived.openStep == nil)
        }
    }

    @Test(
        "Each first response leads to its step",
        arguments: [
            (.refusal(704), .userDisabled), (.refusal(705), .needsPairingPhrase(.userUnknown)),
            (.refusal(706), .needsTerminalName), (.refusal(707), .needsPairingPhrase(.pairingDeactivated)),
            (.refusal(708), .needsOTP), (.json(Canned.request()), .waiting(.authentication)),
            (.json(Canned.request(more: #","reason_code":708"#)), .needsOTP),
            (
                .json(#"{"error_code":601,"error_message":"This pairing has been deactivated."}"#, status: 409),
                .needsPairingPhrase(.pairingDeactivated)
            ),
        ] as [(ScriptedResponse, Step)])
    func firstStep(response: ScriptedResponse, expected: Step) async throws {
        try await run([response]) { login, api, _ in
            let step = try await login.begin(with: api)
            let restored = try restored(login)
            #expect(step == expected && restored.openStep == expected)
        }
    }

    @Test("A denial ends the log-in")
    func denied() async throws {
        try await run([.json(Canned.request("denied"))]) { login, api, _ in
            guard case .denied = try await login.begin(with: api) else {
                Issue.record("not denied")
                return
            }
            #expect(login.openStep == nil)
        }
    }

    @Test(
        "Any other response is an error that changes nothing",
        arguments: [
            .refusal(401, status: 401), .refusal(403, status: 403), .refusal(429, status: 429),
            .refusal(500, status: 500), .json("{}"), .json("granted"), ScriptedResponse(status: 502, type: "text/html"),
        ] as [ScriptedResponse])
    func errors(response: ScriptedResponse) async throws {
        try await run([.json(Canned.request()), response, response]) { login, api, _ in
            _ = try await login.begin(with: api)
            let before = login
            await #expect(throws: ToopherError.self) { try await login.advance(with: api) }
            await #expect(throws: ToopherError.self) { try await login.enter(otp: "1", with: api) }
            #expect(login == before)
        }
    }

    @Test("A phrase is accepted only after the service has said that there is no pairing")
    func unexpectedPhrase() async throws {
        let responses: [ScriptedResponse] = [
            .json(Canned.request()), .refusal(706), .refusal(708), .refusal(704), .json(Canned.request("denied")),
        ]
        for response in responses {
            try await run([response]) { login, api, _ in
                await #expect(throws: ToopherError.self) { try await login.pair(phrase: "a", with: api) }
                _ = try await login.begin(with: api)
                await #expect {
                    try await login.pair(phrase: "a", with: api)
                } throws: {
                    if case ToopherError.unexpectedStep = $0 { true } else { false }
                }
            }
        }
    }

    @Test("An unexpected name or password is refused")
    func unexpectedForms() async throws {
        for response in [ScriptedResponse.refusal(705), .refusal(704), .json(Canned.request("granted"))] {
            try await run([response]) { login, api, _ in
                _ = try await login.begin(with: api)
                await #expect(throws: ToopherError.self) { try await login.nameTerminal("a", with: api) }
                await #expect(throws: ToopherError.self) { try await login.enter(otp: "1", with: api) }
                await #expect(throws: ToopherError.self) { try await login.advance(with: api) }
            }
        }
        try await run([.refusal(708)]) { login, api, _ in
            await #expect(throws: ToopherError.self) { try await login.enter(otp: "1", with: api) }
            _ = try await login.begin(with: api)
            await #expect(throws: ToopherError.self) { try await login.nameTerminal("a", with: api) }
            await #expect(throws: ToopherError.self) { try await login.enter(otp: "", with: api) }
        }
    }

    @Test("After an unknown phrase or a denied pairing, another phrase is accepted")
    func anotherPhrase() async throws {
        try await run([
            .refusal(707), .refusal(400, status: 400), .json(Canned.pairing("pending")), .json(Canned.pairing("off")),
            .json(Canned.pairing("enabled")), .json(Canned.request()),
        ]) { login, api, _ in
            _ = try await login.begin(with: api)
            #expect(try await login.pair(phrase: "a", with: api) == .needsPairingPhrase(.phraseUnknown))
            #expect(try await login.pair(phrase: "b", with: api) == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .needsPairingPhrase(.pairingDenied))
            #expect(try await login.pair(phrase: "c", with: api) == .waiting(.authentication))
        }
    }

    @Test("A one-time password is sent for a request, and without one")
    func passwords() async throws {
        try await run([.json(Canned.request()), .json(Canned.request("granted"))]) { login, api, service in
            _ = try await login.begin(with: api)
            guard case .granted = try await login.enter(otp: "123456", with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(service.targets.last == "POST authentication_requests/r1/otp_auth")
        }
        try await run([.refusal(708), .json(Canned.request("denied"))]) { login, api, service in
            #expect(try await login.begin(with: api) == .needsOTP)
            login = try restored(login)
            guard case .denied = try await login.enter(otp: "123456", with: api) else {
                Issue.record("not denied")
                return
            }
            #expect(try await service.signedParameters(service.requests[1]).last == "otp=123456")
        }
        let pending = ScriptedResponse.json(Canned.request(more: #","reason_code":708"#))
        try await run([pending, pending, .json(Canned.request("granted"))]) { login, api, service in
            #expect(try await login.begin(with: api) == .needsOTP)
            #expect(try await login.enter(otp: "000000", with: api) == .needsOTP)
            // The phone may still decide.
            guard case .granted = try await login.advance(with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(service.targets.last == "GET authentication_requests/r1")
        }
    }

    @Test(
        "A response about another user, terminal or action lets nobody in",
        arguments: [
            Canned.request("granted", user: "mallory"), Canned.request("granted", terminal: "other"),
            Canned.request("granted", action: "View"),
        ])
    func mismatch(object: String) async throws {
        try await run([.json(object), .json(Canned.request()), .json(object), .json(object)]) { login, api, _ in
            for step in ["begin", "go on", "advance", "enter"] {
                let before = login
                do {
                    switch step {
                    case "advance": _ = try await login.advance(with: api)
                    case "enter": _ = try await login.enter(otp: "1", with: api)
                    default: _ = try await login.begin(with: api)
                    }
                    #expect(step == "go on")
                } catch ToopherError.responseMismatch {
                    #expect(step != "go on" && login == before)
                }
            }
        }
    }

    @Test("A pairing of another user is refused")
    func mismatchedPairing() async throws {
        let other = Canned.pairing("enabled", user: #"{"id":"u2","name":"mallory"}"#)
        try await run([.refusal(705), .json(other)]) { login, api, _ in
            _ = try await login.begin(with: api)
            await #expect(throws: ToopherError.self) { try await login.pair(phrase: "a", with: api) }
        }
    }

    @Test("The timeout of advance includes the first request")
    func waits() async throws {
        let clock = SteppingClock()
        try await ScriptedService.run({ _, number in
            if number == 1 { clock.advance(by: .seconds(5)) }
            return .json(Canned.request())
        }) { service, api in
            var login = Self.login
            _ = try await login.begin(with: api)
            let step = try await login.advance(timeout: .seconds(25), clock: clock, with: api)
            #expect(step == .waiting(.authentication) && clock.elapsed == .seconds(24))
            #expect(service.targets[1] == "GET authentication_requests/r1")
            #expect(service.targets[2] == "GET authentication_requests/r1?wait=19")
        }
    }

    @Test("Automation, challenge and terminal name are sent")
    func options() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.request()) }) { service, api in
            var login = ZeroStorageLogin(
                username: "jdoe", terminalID: "cookie", terminalName: "Firefox", isAutomationAllowed: false,
                isChallengeRequired: true)
            _ = try await login.begin(with: api)
            #expect(
                try await service.signedParameters(service.requests[0]) == [
                    "user_name=jdoe", "terminal_name=Firefox", "requester_specified_terminal_id=cookie",
                    "automation_allowed=false", "challenge_required=true",
                ])
        }
    }
}
