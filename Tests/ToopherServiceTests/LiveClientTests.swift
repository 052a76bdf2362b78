#if Service

import CurlTransport
import HTTPExchange
import DeviceProtocol
import Testing
import Toopher

@testable import ToopherService

/// Our own client against our own service, over a socket.
@Suite("The client and the live service") struct LiveClientTests {
    /// A client of a fresh requester, and a registered phone.
    func run(
        _ body: @escaping @Sendable (ToopherAPI, LivePhone) async throws -> Void
    ) async throws {
        try await LiveService.run { live in
            let shop = try await live.service.createRequester(name: "Example Shop")
            let api = try ToopherAPI(
                key: shop.consumerKey, secret: shop.consumerSecret, baseURL: live.baseURL, transport: live.transport)
            try await body(api, LivePhone.registered(with: live))
        }
    }

    /// Pairs, with the answer under way while the client waits.
    func paired(_ api: ToopherAPI, _ phone: LivePhone) async throws -> Toopher.Pairing {
        let pairing = try await api.pair(username: "jdoe", phrase: try await phone.phrase())
        async let answered = phone.answerNext(.pairing, .approve)
        guard case .enabled(let enabled) = try await api.waitForApproval(of: pairing, timeout: .seconds(60)) else {
            Issue.record("not enabled")
            return pairing
        }
        #expect(try await answered.status == 200)
        return enabled
    }

    @Test("a decision that is made while the client waits", arguments: [true, false])
    func decision(isGranted: Bool) async throws {
        try await run { api, phone in
            let pairing = try await paired(api, phone)
            let request = try await api.authenticate(
                pairingID: pairing.id, terminalName: "my computer", requesterSpecifiedTerminalID: "cookie")
            async let answered = phone.answerNext(.authenticationRequest, isGranted ? .approve : .deny)
            var states: [Bool] = []
            for try await state in api.states(of: request, timeout: .seconds(60)) { states.append(state.isPending) }
            #expect(try await answered.status == 200 && states == [true, false])
            switch try await api.waitForDecision(on: request, timeout: .seconds(60)) {
            case .granted(let granted): #expect(isGranted && granted.user?.name == "jdoe")
            case .denied: #expect(!isGranted)
            default: Issue.record("no answer")
            }
        }
    }

    @Test("a pairing that is refused on the phone")
    func refusedPairing() async throws {
        try await run { api, phone in
            let pairing = try await api.pair(username: "jdoe", phraseOrNumber: try await phone.phrase())
            async let answered = phone.answerNext(.pairing, .deny)
            guard case .denied = try await api.waitForApproval(of: pairing, timeout: .seconds(60)) else {
                Issue.record("not denied")
                return
            }
            #expect(try await answered.status == 200)
        }
    }

    @Test("nobody answers, and a wait that is cancelled")
    func unanswered() async throws {
        try await run { api, phone in
            let pairing = try await paired(api, phone)
            let request = try await api.authenticate(pairingID: pairing.id, terminalName: "my computer")
            #expect(try await api.waitForDecision(on: request, timeout: .milliseconds(300)) == .timedOut(request))
            let task = Task { try await api.waitForDecision(on: request, timeout: .seconds(600)) }
            task.cancel()
            await #expect(throws: ToopherError.self) { try await task.value }
        }
    }

    @Test("a log-in that stores nothing: an unknown user pairs and is let in")
    func zeroStorage() async throws {
        try await run { api, phone in
            var login = ZeroStorageLogin(
                username: "jdoe", terminalID: "cookie", terminalName: "my computer", actionName: "Log In")
            #expect(try await login.begin(with: api) == .needsPairingPhrase(.userUnknown))
            #expect(try await login.pair(phrase: "no such phrase", with: api) == .needsPairingPhrase(.phraseUnknown))
            #expect(try await login.pair(phrase: try await phone.phrase(), with: api) == .waiting(.pairing))
            #expect(try await phone.answerNext(.pairing, .approve).status == 200)
            #expect(try await login.advance(timeout: .seconds(60), with: api) == .waiting(.authentication))
            #expect(try await phone.answerNext(.authenticationRequest, .approve).status == 200)
            guard case .granted(let request) = try await login.advance(timeout: .seconds(60), with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(request.terminal?.requesterSpecifiedID == "cookie" && request.action?.name == "Log In")
        }
    }

    @Test("ids that are unknown, and addresses that the service does not have")
    func unknown() async throws {
        try await run { api, _ in
            let calls: [@Sendable () async throws -> Void] = [
                { _ = try await api.fetchPairing(id: "00000000-0000-4000-8000-000000000000") },
                { _ = try await api.fetchAuthenticationRequest(id: "../health") },
                { _ = try await api.raw.get("no/such/address") },
            ]
            for call in calls {
                await #expect {
                    try await call()
                } throws: {
                    if case ToopherError.notFound(let refusal) = $0 { refusal.status == 404 } else { false }
                }
            }
        }
    }
}

#endif
