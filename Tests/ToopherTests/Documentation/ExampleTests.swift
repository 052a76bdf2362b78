import TestServer
import Testing

@testable import Toopher

/// Runs the code of the articles and doc comments; `script/check-sources` compares it with them.
@Suite("Documentation examples")
struct ExampleTests {
    /// Runs a test with a service for the user jdoe, whose phone grants everything.
    func run(
        _ script: @escaping ScriptedService.Script = { request, _ in Self.response(to: request) },
        _ body: (ExampleSite) async throws -> Void
    ) async throws {
        try await ScriptedService.run(script) { _, api in try await body(ExampleSite(api: api)) }
    }

    static func response(to request: ParsedRequest) -> ScriptedResponse {
        let segments = request.path.split(separator: "/").dropFirst().map(String.init)
        switch (segments.first, segments.last) {
        case ("qr", _): return ScriptedResponse(type: "image/png", body: Canned.png)
        case (_, "generate_reset_link"): return .json(#"{"url":"https://auth.example.org/reset"}"#)
        case (_, "activate_next_otp_list"): return .json(#"{"otp_list":["1234","5678"]}"#)
        case (_, "send_reset_link"), (_, "cancel"), (_, "reset"), (_, "dissociate"), (_, "resync"), (_, "deactivate"):
            return .json("{}")
        case (_, "initiate"): return .json(Canned.request())
        case ("authentication_requests", _): return .json(Canned.request("granted"))
        case ("pairings", _): return .json(Canned.pairing())
        case (_, "pairings"): return .json("[\(Canned.pairing())]")
        case ("users", "oath_otp_validators"), (_, "bulk_provision"):
            return .json(#"{"oath_otp_validators":[\#(validator)]}"#)
        case ("oath_otp_validators", _), ("users", "associate"): return .json(validator)
        case ("user_terminals", _): return .json(Canned.terminal)
        case ("users", "users"): return .json("[\(Canned.user)]")
        default: return .json(Canned.user)
        }
    }

    static let validator = #"{"id":"v1","requester_specified_id":"GALT11450647"}"#

    @Test("The client's examples run")
    func client() async throws {
        _ = try ExampleSite.client("k", "s")
        try await ExampleSite.wideTransport()
    }

    @Test("The first request's examples run")
    func firstRequest() async throws {
        try await run { site in
            try await site.firstRequest("cookie")
            #expect(site.events == ["stored p1", "let in"])
        }
    }

    @Test("The examples of error handling run")
    func errors() async throws {
        let responses: [ScriptedResponse] = [
            .refusal(704), .refusal(707), .refusal(429, status: 429, ("Retry-After", "7")),
            .refusal(403, status: 403, ("X-Request-Id", "r7")), .json(Canned.request()),
        ]
        try await run({ _, number in responses[number] }) { site in
            for _ in responses { await site.errors("p1") }
            #expect(
                site.events == [
                    "sorry: Not without your phone.", "phrase", "again after 7.0 seconds",
                    "log: Error code 403: text 403 (HTTP status 403) request r7",
                ])
        }
    }

    @Test("The examples of waiting run")
    func waiting() async throws {
        try await run { site in
            try await site.waiting(try await site.api.authenticate(username: "jdoe"))
            #expect(site.events == ["let in", "Look at your phone.", "Thank you.", "let in"])
        }
        try await run { site in
            let pairing = try Pairing(
                JSONObjectReader(try #require(JSONValue(parsing: Array(Canned.pairing("pending").utf8)))))
            try await site.waiting(pairing)
            #expect(site.events == ["stored p1", "Look at your phone.", "Thank you."])
        }
    }

    @Test("The examples of the zero-storage log-in run")
    func zeroStorage() async throws {
        let responses: [ScriptedResponse] = [
            .refusal(705), .json(Canned.pairing()), .refusal(706), .json(Canned.terminal), .json(Canned.request()),
            .json(Canned.request(more: #","reason_code":708"#)), .json(Canned.request("granted")),
        ]
        try await run({ _, number in responses[number] }) { site in
            try await site.zeroStorage(.waiting)
            site.show(try await site.zeroStorage("cookie"))
            try await site.zeroStorage(.phrase("awkward turtle"))
            try await site.zeroStorage(.terminalName("my computer"))
            try await site.zeroStorage(.waiting)
            try await site.zeroStorage(.otp("123456"))
            #expect(
                site.events == [
                    "start again", "Type the phrase.", "Name this computer.", "Look at your phone.", "Type the code.",
                    "let in",
                ])
        }
    }

    @Test("The examples of its steps run")
    func steps() async throws {
        try await run { site in
            let steps = try await site.steps("typed")
            #expect(steps.count == 1)
        }
        for refusal in [705, 706, 708, 704] {
            try await run({ request, number in number == 0 ? .refusal(refusal) : Self.response(to: request) }) { site in
                let steps = try await site.steps("typed")
                #expect(steps == [.waiting(.authentication)])
            }
        }
    }

    @Test("The examples of the calls run")
    func calls() async throws {
        try await run { site in
            let pairings = try await site.pairings("a phrase", "p1", "3132")
            #expect(pairings.count == 4 && site.events == ["\(Canned.png.count) bytes of image/png", "welcome"])
            let users = try await site.users("u1")
            #expect(users.map(\.name) == ["jdoe", "jdoe", "jdoe", "jdoe"] && site.events.last == "1234 5678")
            let link = try await site.lostPhone(pairings[0], users[0])
            #expect(link == "https://auth.example.org/reset")
            try await site.requests("jdoe", "r1", "cookie")
            #expect(site.events.suffix(2) == ["let in", "let in"])
            let terminals = try await site.terminals("cookie", "t1", "new")
            #expect(terminals.map(\.name) == ["my computer", "my computer"])
            let raw = try await site.raw()
            #expect(raw[0][0]?["name"]?.stringValue == "jdoe" && raw[1]["id"]?.stringValue == "u1")
            let tokens = try await site.tokens(Array("Serial Seed\nGALT11450647 00ff".utf8), users[0])
            #expect(tokens.map(\.id) == ["v1", "v1", "v1", "v1", "v1"])
        }
        #expect(ExampleSite.customFormat().secretColumn == "Key" && ExampleSite.customFormat().separator == ";")
    }

    @Test("The example of version 1 lets nobody in without a signature")
    func version1() async throws {
        let old = try Fixture.iframe().version1()
        await #expect(throws: ToopherError.self) {
            try await Version1Example.run(old, Array("error_code=704".utf8), "t")
        }
    }
}
