import CurlTransport
import OAuth1
import TestServer
import Testing

@testable import Toopher

/// Runs the code of the tutorials; `script/check-sources` compares it with them.
@Suite("The tutorials")
struct TutorialTests {
    static let words = "falcon teapot lemon raft"

    /// Runs a test with the client of a service whose n-th response is given.
    func run(_ responses: [ScriptedResponse], _ body: (ExampleSite) async throws -> Void) async throws {
        try await ScriptedService.run({ _, number in responses[number] }) { _, api in
            try await body(ExampleSite(api: api))
        }
    }

    @Test("First log-in: a phone is paired beside its words, and one that denies is not")
    func pairing() async throws {
        let pending = """
            {"id":"p1","enabled":false,"pending":true,"device_fingerprint":"\(Self.words)","user":\(Canned.user)}
            """
        let outcomes: [(String, String?)] = [("enabled", "p1"), ("denied", nil)]
        for (state, id) in outcomes {
            try await run([.json(pending), .json(Canned.pairing(state))]) { site in
                let paired = try await SecondFactor(api: site.api).pair(
                    username: "jdoe", phrase: "mellow sunny otter", showWords: site.show)
                #expect(paired == id && site.events == [Self.words])
            }
        }
    }

    @Test(
        "First log-in: only a grant lets in",
        arguments: [
            ([.json(Canned.request("granted"))], "let in"),
            ([.json(Canned.request("denied"))], "sorry: You denied this on your phone."),
            ([.json(Canned.request(more: #","reason_code":708"#))], "one-time password"),
            ([.refusal(601)], "sorry: Your phone cannot be asked now."),
        ] as [([ScriptedResponse], String)])
    func logIn(_ responses: [ScriptedResponse], _ outcome: String) async throws {
        let asked = ScriptedResponse.json(Canned.request(more: #","match_number":"42""#))
        try await run([asked] + responses) { site in
            await site.logIn(SecondFactor(api: site.api), pairingID: "p1", browserID: "cookie")
            #expect(site.events.first == "Enter 42 on your phone." && site.events.last == outcome)
            #expect(site.events.contains("let in") == (outcome == "let in"))
        }
    }

    @Test("First log-in: a one-time password decides")
    func password() async throws {
        for state in ["granted", "denied"] {
            try await run([.json(Canned.request(state))]) { site in
                let isAccepted = try await SecondFactor(api: site.api).accepts(password: "123456", requestID: "r1")
                #expect(isAccepted == (state == "granted"))
            }
        }
    }

    @Test("First log-in: the base URL has to be one")
    func client() throws {
        _ = try SecondFactor(key: "k", secret: "s", baseURL: "https://auth.example.org/v1/")
        #expect(throws: ToopherError.self) { try SecondFactor(key: "k", secret: "s", baseURL: "auth.example.org") }
    }

    @Test(
        "Migration: each refusal has its step",
        arguments: [
            (705, .pair), (707, .pair), (706, .nameTerminal), (704, .refuse),
        ] as [(Int, MigratedLogIn.Step)])
    func refusals(_ code: Int, _ step: MigratedLogIn.Step) async throws {
        try await run([.refusal(code)]) { site in
            let taken = try await MigratedLogIn(api: site.api).ask(username: "jdoe", terminalID: "cookie")
            #expect(taken == step)
        }
    }

    @Test("Migration: a decision lets in or not, and another error is thrown")
    func decisions() async throws {
        for (state, step) in [("granted", MigratedLogIn.Step.letIn), ("denied", .refuse)] {
            try await run([.json(Canned.request()), .json(Canned.request(state))]) { site in
                let taken = try await MigratedLogIn(api: site.api).ask(username: "jdoe", terminalID: "cookie")
                #expect(taken == step)
            }
        }
        try await run([.refusal(401, status: 401)]) { site in
            await #expect(throws: ToopherError.self) {
                try await MigratedLogIn(api: site.api).ask(username: "jdoe", terminalID: "cookie")
            }
        }
    }

    @Test("Migration: a signed form lets its user in once, and an unsigned error nobody")
    func postback() async throws {
        let site = try MigratedLogIn(key: Fixture.key, secret: Fixture.secret, baseURL: Fixture.baseURL)
        let (url, token) = try site.page(username: "user name")
        #expect(url.hasPrefix(Fixture.baseURL + "web/authenticate?username=user+name&"))
        func form(_ id: String) throws -> [UInt8] {
            let fields = try Fixture.fields().map { field in
                switch field.name {
                case "id": Parameter("id", id)
                case "session_token": Parameter("session_token", token)
                case "timestamp": Parameter("timestamp", "\(SystemClock.unixSeconds())")
                case "action_name": Parameter("action_name", "Log In")
                default: field
                }
            }
            return Array(FormEncoding.encode(try fields.signed()).utf8)
        }
        let (granted, another) = (try form("1"), try form("2"))
        let unsigned = Array("error_code=704&error_message=disabled".utf8)
        #expect(await !site.isGranted(form: unsigned, token: token, username: "user name"))
        #expect(await !site.isGranted(form: another, token: token, username: "jdoe"))
        #expect(await !site.isGranted(form: granted, token: "another", username: "user name"))
        #expect(await site.isGranted(form: granted, token: token, username: "user name"))
        #expect(await !site.isGranted(form: granted, token: token, username: "user name"))
    }
}

extension SecondFactor {
    init(api: ToopherAPI) { self.api = api }
}

extension MigratedLogIn {
    init(api: ToopherAPI) throws {
        self.api = api
        iframe = try Fixture.iframe()
    }
}
