import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import TestSupport
import Testing

@testable import Toopher

@Suite("Request shapes")
struct RequestShapeTests {
    static let pairing = """
        {"id":"1","enabled":true,"pending":false,"user":{"id":"1","name":"user","toopher_authentication_enabled":true}}
        """
    static let request = #"{"id":"1","pending":true,"granted":false,"automated":false}"#

    func api(_ transport: ScriptedTransport, baseURL: String = Fixture.baseURL) throws -> ToopherAPI {
        try ToopherAPI(
            key: Fixture.key, secret: SecretBytes(utf8: Fixture.secret), baseURL: baseURL, transport: transport,
            clock: { 1000 })
    }

    /// Checks what every request has, including its OAuth signature, and returns its signed parameters.
    func signedParameters(_ transport: ScriptedTransport, _ method: HTTPRequest.Method, _ path: String) async throws
        -> [String]
    {
        #expect(transport.sent.count == 1)
        let sent = try #require(transport.sent.first)
        #expect(sent.request.method == method && sent.request.path == path)
        #expect(sent.request.scheme == "https" && sent.request.authority == "api.toopher.test")
        let fields = sent.request.headerFields
        #expect(fields[.userAgent] == "Toopher-Swift/2.0" && fields[.accept] == "application/json")
        #expect(fields[.contentType] == (method == .post ? "application/x-www-form-urlencoded" : nil))
        #expect(fields[.authorization]?.hasPrefix("OAuth ") == true)
        #expect(fields.count == (method == .post ? 4 : 3) && sent.body.isEmpty == (method == .get))
        #expect(sent.options.maximumResponseBytes == 262_144)

        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        let verified = try await verifier.verify(
            ReceivedRequest(
                method: sent.request.method.rawValue, url: "https://api.toopher.test" + path,
                authorization: fields[values: .authorization], contentType: fields[.contentType], body: sent.body)
        ) { key, _ in
            #expect(key == Fixture.key)
            return try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: Fixture.secret))
        }
        #expect(try FormEncoding.decode(sent.body) == verified.parameters)
        return verified.parameters.map { $0.name + "=" + $0.value }
    }

    @Test("Pairing sends its parameters")
    func pair() async throws {
        let transport = ScriptedTransport.service(Self.pairing)
        let pairing = try await api(transport).pair(
            username: "j döe&=+~*", phrase: "awkward turtle", extras: [Parameter("test_param", "42")])
        let parameters = try await signedParameters(transport, .post, "/v1/pairings/create")
        #expect(parameters == ["pairing_phrase=awkward turtle", "user_name=j döe&=+~*", "test_param=42"])
        #expect(pairing.id == "1" && pairing.isEnabled && pairing.user.name == "user")
    }

    @Test("Authentication by pairing sends the required parameters")
    func authenticatePlainly() async throws {
        let transport = ScriptedTransport.service(Self.request)
        let request = try await api(transport).authenticate(pairingID: "p", terminalName: "my computer")
        let parameters = try await signedParameters(transport, .post, "/v1/authentication_requests/initiate")
        #expect(parameters == ["pairing_id=p", "terminal_name=my computer"])
        #expect(request.isPending && !request.isGranted && !request.isDenied)
    }

    @Test("Authentication by pairing sends every parameter")
    func authenticateFully() async throws {
        let transport = ScriptedTransport.service(Self.request)
        _ = try await api(transport).authenticate(
            pairingID: "p", terminalName: "my computer", requesterSpecifiedTerminalID: "t", actionName: "Log In",
            isAutomationAllowed: false, isChallengeRequired: true, extras: [Parameter("otp", "123456")])
        let parameters = try await signedParameters(transport, .post, "/v1/authentication_requests/initiate")
        #expect(
            parameters == [
                "pairing_id=p", "terminal_name=my computer", "requester_specified_terminal_id=t", "action_name=Log In",
                "automation_allowed=false", "challenge_required=true", "otp=123456",
            ])
    }

    @Test("Authentication by user name leaves empty parameters out")
    func authenticateByName() async throws {
        let transport = ScriptedTransport.service(Self.request)
        _ = try await api(transport).authenticate(
            username: "jdoe", terminalName: "", requesterSpecifiedTerminalID: "t", actionName: "")
        let parameters = try await signedParameters(transport, .post, "/v1/authentication_requests/initiate")
        #expect(parameters == ["user_name=jdoe", "requester_specified_terminal_id=t"])
    }

    @Test("An id with path characters stays one segment")
    func reads() async throws {
        let transport = ScriptedTransport.service(Self.pairing)
        _ = try await api(transport).fetchPairing(id: "1")
        #expect(try await signedParameters(transport, .get, "/v1/pairings/1") == [])

        let fetched = ScriptedTransport.service(Self.request)
        _ = try await api(fetched).fetchAuthenticationRequest(id: "1")
        #expect(try await signedParameters(fetched, .get, "/v1/authentication_requests/1") == [])

        let id = "../a b?c#d%2e/é"
        let escaped = ScriptedTransport.service(
            #"{"id":"../a b?c#d%2e/é","pending":true,"granted":false,"automated":false}"#)
        let request = try await api(escaped).fetchAuthenticationRequest(id: id)
        let path = "/v1/authentication_requests/..%2Fa%20b%3Fc%23d%252e%2F%C3%A9"
        #expect(try await signedParameters(escaped, .get, path) == [])
        #expect(request.id == id)
    }

    @Test("Refreshing fetches the same id")
    func refresh() async throws {
        let transport = ScriptedTransport.service(Self.pairing)
        let pairing = try await api(transport).fetchPairing(id: "1")
        #expect(try await api(transport).refresh(pairing) == pairing)
        let fetched = ScriptedTransport.service(Self.request)
        let request = try await api(fetched).fetchAuthenticationRequest(id: "1")
        #expect(try await api(fetched).refresh(request) == request)
        #expect(transport.sent.map(\.request.path) == ["/v1/pairings/1", "/v1/pairings/1"])
        #expect(fetched.sent.last?.request.path == "/v1/authentication_requests/1")
    }

    @Test("A response with another id is refused")
    func anotherID() async throws {
        let granted = #"{"id":"2","pending":false,"granted":true,"automated":false}"#
        let failure = await #expect(throws: ToopherError.self) {
            try await api(ScriptedTransport.service(granted)).fetchAuthenticationRequest(id: "1")
        }
        #expect(
            failure?.description
                == "Unexpected response with HTTP status 200: it has another id than the requested one")
        let spelling = #"{"id":"ab-C","pending":false,"granted":true,"automated":false}"#
        #expect(try await api(ScriptedTransport.service(spelling)).fetchAuthenticationRequest(id: "AB-c").isGranted)
    }

    @Test("Arguments that are not valid are not sent")
    func arguments() async throws {
        let transport = ScriptedTransport.service(Self.pairing)
        let api = try api(transport)
        for id in ["", ".", ".."] {
            await #expect(throws: ToopherError.self) { try await api.fetchPairing(id: id) }
            await #expect(throws: ToopherError.self) { try await api.fetchAuthenticationRequest(id: id) }
        }
        await #expect(throws: ToopherError.self) { try await api.pair(username: "", phrase: "p") }
        await #expect(throws: ToopherError.self) { try await api.pair(username: "u", phrase: "") }
        await #expect(throws: ToopherError.self) { try await api.authenticate(pairingID: "", terminalName: "t") }
        await #expect(throws: ToopherError.self) { try await api.authenticate(pairingID: "p", terminalName: "") }
        await #expect(throws: ToopherError.self) { try await api.authenticate(username: "") }
        for name in ["", "user_name", "pairing_phrase", "oauth_token", "oauth_signature"] {
            await #expect(throws: ToopherError.self) {
                try await api.pair(username: "u", phrase: "p", extras: [Parameter(name, "x")])
            }
        }
        #expect(transport.sent.isEmpty)
        #expect(throws: ToopherError.self) {
            try ToopherAPI(key: "", secret: "s", baseURL: Fixture.baseURL, transport: transport)
        }
        #expect(throws: ToopherError.self) {
            try ToopherAPI(key: "k", secret: "", baseURL: Fixture.baseURL, transport: transport)
        }
    }

    @Test("Each request has its own nonce")
    func nonces() async throws {
        let transport = ScriptedTransport.service(Self.pairing)
        let api = try api(transport)
        _ = try await api.fetchPairing(id: "1")
        _ = try await api.fetchPairing(id: "1")
        #expect(Set(transport.sent.map { $0.request.headerFields[.authorization] }).count == 2)
    }
}
