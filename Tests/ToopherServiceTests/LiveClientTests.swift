#if Service

import CryptoCore
import CurlTransport
import HTTPExchange
import DeviceProtocol
import HTTPTypes
import OAuth1
import TestServer
import Testing
import Toopher

@testable import ToopherService

/// The package's client with the package's service, over a socket.
@Suite("The client and the live service") struct LiveClientTests {
    /// Runs a test with the client of a new requester and a registered phone.
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

    /// Pairs a user while the client waits for the decision.
    func paired(_ api: ToopherAPI, _ phone: LivePhone) async throws -> Toopher.Pairing {
        let pairing = try await api.pair(username: "jdoe", phrase: try await phone.phrase())
        async let decided = phone.decideNext(.pairing, .approve)
        guard case .enabled(let enabled) = try await api.waitForApproval(of: pairing, timeout: .seconds(60)) else {
            Issue.record("not enabled")
            return pairing
        }
        #expect(try await decided.status == 200)
        return enabled
    }

    @Test("A decision ends the client's wait", arguments: [true, false])
    func decision(isGranted: Bool) async throws {
        try await run { api, phone in
            let pairing = try await paired(api, phone)
            let request = try await api.authenticate(
                pairingID: pairing.id, terminalName: "my computer", requesterSpecifiedTerminalID: "cookie")
            async let decided = phone.decideNext(.authenticationRequest, isGranted ? .approve : .deny)
            var states: [Bool] = []
            for try await state in api.states(of: request, timeout: .seconds(60)) { states.append(state.isPending) }
            #expect(try await decided.status == 200 && states == [true, false])
            switch try await api.waitForDecision(on: request, timeout: .seconds(60)) {
            case .granted(let granted): #expect(isGranted && granted.user?.name == "jdoe")
            case .denied: #expect(!isGranted)
            default: Issue.record("no decision")
            }
        }
    }

    @Test(
        "The client's QR code pairs a phone, which its reset link may remove",
        .enabled(if: Zbarimg.isInstalled, "script/bootstrap --tests"))
    func qrCode() async throws {
        try await run { api, phone in
            let pairing = try await api.pairWithQRCode(username: "jdoe")
            let image = try await api.fetchQRCodeImage(pairingID: pairing.id)
            let link = try #require(Zbarimg.text(of: image.bytes))
            #expect(link.hasPrefix(phone.service.base.dropLast(2) + "pair/"))
            let token = link.split(separator: "/").last ?? ""
            #expect(try await phone.call(.post, "device/invitations", #"{"token":"\#(token)"}"#).status == 200)
            async let decided = phone.decideNext(.pairing, .approve)
            guard case .enabled = try await api.waitForApproval(of: pairing, timeout: .seconds(60)) else {
                Issue.record("not enabled")
                return
            }
            #expect(try await decided.status == 200)
            let url = try await api.generateResetLink(pairingID: pairing.id)
            #expect(url.contains("/v1/pairings/\(pairing.id)/reset?reset_authorization="))
        }
    }

    @Test("A pairing that is denied on the phone is refused")
    func refusedPairing() async throws {
        try await run { api, phone in
            let pairing = try await api.pair(username: "jdoe", phraseOrNumber: try await phone.phrase())
            async let decided = phone.decideNext(.pairing, .deny)
            guard case .denied = try await api.waitForApproval(of: pairing, timeout: .seconds(60)) else {
                Issue.record("not denied")
                return
            }
            #expect(try await decided.status == 200)
        }
    }

    @Test("A wait ends at its timeout and on cancellation")
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

    @Test("With a zero-storage log-in an unknown user pairs and is granted")
    func zeroStorage() async throws {
        try await run { api, phone in
            var login = ZeroStorageLogin(
                username: "jdoe", terminalID: "cookie", terminalName: "my computer", actionName: "Log In")
            #expect(try await login.begin(with: api) == .needsPairingPhrase(.userUnknown))
            #expect(try await login.pair(phrase: "no such phrase", with: api) == .needsPairingPhrase(.phraseUnknown))
            #expect(try await login.pair(phrase: try await phone.phrase(), with: api) == .waiting(.pairing))
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            #expect(try await login.advance(timeout: .seconds(60), with: api) == .waiting(.authentication))
            #expect(try await phone.decideNext(.authenticationRequest, .approve).status == 200)
            guard case .granted(let request) = try await login.advance(timeout: .seconds(60), with: api) else {
                Issue.record("not granted")
                return
            }
            #expect(request.terminal?.requesterSpecifiedID == "cookie" && request.action?.name == "Log In")
        }
    }

    @Test("The client provisions, associates, resynchronises and deactivates hard tokens")
    func hardTokens() async throws {
        try await run { api, phone in
            _ = try await paired(api, phone)
            let held = TestToken()
            let token = OATHToken(secret: SecretBytes(held.secret), requesterSpecifiedID: "GALT 1", kind: .hotp)
            let tokens = api.oathValidators
            let made = try await tokens.provision(token)
            #expect(made.kind == .hotp && made.digits == 6 && made.eventCounter == 0 && made.algorithm == .sha1)
            let timed = OATHToken(secret: SecretBytes(held.secret), algorithm: .sha512, timeStep: .seconds(60))
            let many = try await tokens.provision([token, timed])
            #expect(many[0].id == made.id && many[1].requesterSpecifiedID == nil && many[1].timeStep == .seconds(60))
            #expect(try await tokens.fetch(.id(made.id)).created == made.created)
            #expect(try await tokens.fetch(.requesterSpecifiedID("GALT 1")).id == made.id)
            #expect(try await tokens.associate(.id(made.id), with: .name("jdoe")).id == made.id)
            #expect(try await tokens.associate(timed, with: .name("jdoe")).algorithm == .sha512)
            #expect(try await Set(tokens.list(of: .name("jdoe")).map(\.id)).isSuperset(of: [made.id]))
            #expect(try await tokens.list(of: .name("jdoe")).count == 2)
            try await tokens.resync(.id(made.id), with: [held.password(70), held.password(71)])
            #expect(try await tokens.fetch(.id(made.id)).eventCounter == 72)
            try await tokens.dissociate(.requesterSpecifiedID("GALT 1"), from: .name("jdoe"))
            #expect(try await tokens.list(of: .name("jdoe")).count == 1)
            try await tokens.deactivate(.id(made.id))
            await #expect(throws: ToopherError.self) { try await tokens.associate(.id(made.id), with: .name("jdoe")) }
            #expect(try await tokens.provision(token).eventCounter == 72)
            await #expect(throws: ToopherError.self) {
                try await tokens.resync(.id(made.id), with: [held.password(1), held.password(2)])
            }
        }
    }

    @Test("Unknown ids are not found, and a service without a route gives an error")
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
