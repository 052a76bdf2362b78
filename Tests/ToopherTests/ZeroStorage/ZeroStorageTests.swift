import FoundationEssentials
import TestServer
import Testing

@testable import Toopher

@Suite("The zero-storage log-in")
struct ZeroStorageTests {
    typealias Step = ZeroStorageLogin.Step

    static let login = ZeroStorageLogin(username: "jdoe", terminalID: "cookie", actionName: "Log In")

    /// Through a session and back: what a login handler does between two pages.
    func kept(_ login: ZeroStorageLogin) throws -> ZeroStorageLogin {
        let kept = try JSONDecoder().decode(ZeroStorageLogin.self, from: JSONEncoder().encode(login))
        #expect(kept == login)
        return kept
    }

    func run(
        _ replies: [ScriptedReply], _ body: (inout ZeroStorageLogin, ToopherAPI, ScriptedService) async throws -> Void
    ) async throws {
        try await ScriptedService.run({ _, number in
            number < replies.count ? replies[number] : .refusal(500, status: 500)
        }) { service, api in
            var login = Self.login
            try await body(&login, api, service)
            #expect(service.requests.count == replies.count)
            for request in service.requests { _ = try await service.signedParameters(request) }
        }
    }

    @Test("from a stranger to a grant: pair, name the terminal, ask")
    func wholeFlow() async throws {
        try await run([
            .refusal(705), .json(Canned.pairing("pending")), .json(Canned.pairing("pending")),
            .json(Canned.pairing("enabled")), .refusal(706), .json(Canned.terminal), .json(Canned.request()),
            .json(Canned.request()), .json(Canned.request("granted")),
        ]) { login, api, service in
            #expect(login.openStep == nil)
            #expect(try await login.begin(with: api) == .needsPairingPhrase(.userUnknown))
            login = try kept(login)
            #expect(login.openStep == .needsPairingPhrase(.userUnknown))
            #expect(try await login.pair(phrase: "awkward turtle", with: api) == .waiting(.pairing))
            login = try kept(login)
            #expect(login.openStep == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .needsTerminalName)
            login = try kept(login)
            #expect(login.openStep == .needsTerminalName)
            #expect(try await login.nameTerminal("my computer", with: api) == .waiting(.authentication))
            login = try kept(login)
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

    @Test("what is kept cannot say that somebody was granted")
    func noKeptGrant() async throws {
        try await run([.json(Canned.request("granted"))]) { login, api, _ in
            guard case .granted = try await login.begin(with: api) else {
                Issue.record("not granted")
                return
            }
            let kept = String(decoding: try JSONEncoder().encode(login), as: UTF8.self)
            #expect(!kept.lowercased().contains("grant"))
            let revived = try self.kept(login)
            #expect(revived.openStep == nil)
        }
    }

    @Test(
        "the first answer, and the step that it stands for",
        arguments: [
            (.refusal(704), .userDisabled), (.refusal(705), .needsPairingPhrase(.userUnknown)),
            (.refusal(706), .needsTerminalName), (.refusal(707), .needsPairingPhrase(.pairingDeactivated)),
            (.refusal(708), .needsOTP), (.json(Canned.request()), .waiting(.authentication)),
            (.json(Canned.request(more: #","reason_code":708"#)), .needsOTP),
            (
                .json(#"{"error_code":601,"error_message":"This pairing has been deactivated."}"#, status: 409),
                .needsPairingPhrase(.pairingDeactivated)
            ),
        ] as [(ScriptedReply, Step)])
    func firstStep(reply: ScriptedReply, expected: Step) async throws {
        try await run([reply]) { login, api, _ in
            let step = try await login.begin(with: api)
            let kept = try kept(login)
            #expect(step == expected && kept.openStep == expected)
        }
    }

    @Test("denied is denied")
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
        "any other answer is an error, changes nothing and lets nobody in",
        arguments: [
            .refusal(401, status: 401), .refusal(403, status: 403), .refusal(429, status: 429),
            .refusal(500, status: 500), .json("{}"), .json("granted"), ScriptedReply(status: 502, type: "text/html"),
        ] as [ScriptedReply])
    func errors(reply: ScriptedReply) async throws {
        try await run([.json(Canned.request()), reply, reply]) { login, api, _ in
            _ = try await login.begin(with: api)
            let before = login
            await #expect(throws: ToopherError.self) { try await login.advance(with: api) }
            await #expect(throws: ToopherError.self) { try await login.enter(otp: "1", with: api) }
            #expect(login == before)
        }
    }

    @Test("a phrase is taken only when the service has said that there is no phone")
    func unaskedPhrase() async throws {
        let answers: [ScriptedReply] = [
            .json(Canned.request()), .refusal(706), .refusal(708), .refusal(704), .json(Canned.request("denied")),
        ]
        for answer in answers {
            try await run([answer]) { login, api, _ in
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

    @Test("neither is a name or a password that nobody asked for")
    func unaskedForms() async throws {
        for answer in [ScriptedReply.refusal(705), .refusal(704), .json(Canned.request("granted"))] {
            try await run([answer]) { login, api, _ in
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

    @Test("a phrase that nobody offers, and a pairing that is refused, can be tried again")
    func anotherPhrase() async throws {
        try await run([
            .refusal(707), .refusal(400, status: 400), .json(Canned.pairing("pending")), .json(Canned.pairing("off")),
            .json(Canned.pairing("enabled")), .json(Canned.request()),
        ]) { login, api, _ in
            _ = try await login.begin(with: api)
            #expect(try await login.pair(phrase: "a", with: api) == .needsPairingPhrase(.phraseUnknown))
            #expect(try await login.pair(phrase: "b", with: api) == .waiting(.pairing))
            #expect(try await login.advance(with: api) == .needsPairingPhrase(.pairingRefused))
            #expect(try await login.pair(phrase: "c", with: api) == .waiting(.authentication))
        }
    }

    @Test("a one-time password for a question, and for none")
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
            login = try kept(login)
            guard case .denied = try await login.enter(otp: "123456", with: api) else {
                Issue.record("not denied")
                return
            }
            #expect(try await service.signedParameters(service.requests[1]).last == "otp=123456")
        }
        let pending = ScriptedReply.json(Canned.request(more: #","reason_code":708"#))
        try await run([pending, pending, .json(Canned.request("granted"))]) { login, api, service in
            #expect(try await login.begin(with: api) == .needsOTP)
            #expect(try await login.enter(otp: "000000", with: api) == .needsOTP)
            // The phone may yet answer.
            guard case .granted = try await login.advance(with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(service.targets.last == "GET authentication_requests/r1")
        }
    }

    @Test(
        "an answer about somebody or something else lets nobody in",
        arguments: [
            Canned.request("granted", user: "mallory"), Canned.request("granted", terminal: "other"),
            Canned.request("granted", action: "View"),
        ])
    func mismatch(answer: String) async throws {
        try await run([.json(answer), .json(Canned.request()), .json(answer), .json(answer)]) { login, api, _ in
            for step in ["begin", "go on", "advance", "enter"] {
                let before = login
                do {
                    switch step {
                    case "advance": _ = try await login.advance(with: api)
                    case "enter": _ = try await login.enter(otp: "1", with: api)
                    default: _ = try await login.begin(with: api)
                    }
                    #expect(step == "go on")
                } catch ToopherError.answerMismatch {
                    #expect(step != "go on" && login == before)
                }
            }
        }
    }

    @Test("a pairing of somebody else leads nowhere")
    func mismatchedPairing() async throws {
        let other = Canned.pairing("enabled", user: #"{"id":"u2","name":"mallory"}"#)
        try await run([.refusal(705), .json(other)]) { login, api, _ in
            _ = try await login.begin(with: api)
            await #expect(throws: ToopherError.self) { try await login.pair(phrase: "a", with: api) }
        }
    }

    @Test("advance can wait, and its time includes the first look")
    func waits() async throws {
        let clock = SteppingClock()
        try await ScriptedService.run({ _, number in
            if number == 1 { clock.advance(by: .seconds(5)) }
            return .json(Canned.request())
        }) { service, api in
            var login = Self.login
            _ = try await login.begin(with: api)
            let step = try await login.advance(within: .seconds(25), clock: clock, with: api)
            #expect(step == .waiting(.authentication) && clock.elapsed == .seconds(24))
            #expect(service.targets[1] == "GET authentication_requests/r1")
            #expect(service.targets[2] == "GET authentication_requests/r1?wait=19")
        }
    }

    @Test("the user's own standing answer and a name of ours are passed on")
    func options() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.request()) }) { service, api in
            var login = ZeroStorageLogin(
                username: "jdoe", terminalID: "cookie", terminalName: "Firefox", automationAllowed: false,
                challengeRequired: true)
            _ = try await login.begin(with: api)
            #expect(
                try await service.signedParameters(service.requests[0]) == [
                    "user_name=jdoe", "terminal_name=Firefox", "requester_specified_terminal_id=cookie",
                    "automation_allowed=false", "challenge_required=true",
                ])
        }
    }
}
