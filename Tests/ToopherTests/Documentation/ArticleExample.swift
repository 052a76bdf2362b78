import CurlTransport
import Toopher

/// The examples of the articles in `Sources/Toopher/Toopher.docc`.
extension ExampleSite {
    static func client(_ consumerKey: String, _ consumerSecret: String) throws -> ToopherAPI {
        let api = try ToopherAPI(
            key: consumerKey, secret: consumerSecret, baseURL: "https://auth.example.org/v1/",
            transport: CurlTransport())
        return api
    }

    func firstRequest(_ terminalCookie: String) async throws {
        let pairing = try await api.pair(username: "jdoe", phrase: "awkward turtle")
        guard case .enabled = try await api.waitForApproval(of: pairing, timeout: .seconds(120)) else { return }
        store(pairing.id)

        let request = try await api.authenticate(
            pairingID: pairing.id, terminalName: "Firefox on the office computer",
            requesterSpecifiedTerminalID: terminalCookie, actionName: "Log In")
        let decision = try await api.waitForDecision(on: request, timeout: .seconds(90))
        if decision.isGranted { letIn() }
    }

    func errors(_ storedID: String) async {
        do {
            _ = try await api.authenticate(pairingID: storedID, terminalName: "my computer")
        } catch .userDisabled {
            sorry("Not without your phone.")  // or let in, if that is your policy
        } catch .pairingDeactivated {
            askForPhrase()
        } catch .rateLimited(let refusal) {
            tryAgain(after: refusal.retryAfter ?? .seconds(30))
        } catch {
            log("\(error) request \(error.requestID ?? "unknown")")
        }
    }

    func waiting(_ request: AuthenticationRequest) async throws {
        switch try await api.waitForDecision(on: request, timeout: .seconds(90)) {
        case .granted: letIn()
        case .denied: sorry("You denied this on your phone.")
        case .needsOTP: askForOTP()
        case .timedOut: sorry("There was no decision on your phone.")
        }

        try await api.cancelAuthenticationRequest(id: request.id)

        for try await state in api.states(of: request, timeout: .seconds(90)) {
            show(state.isPending ? "Look at your phone." : "Thank you.")
        }

        let schedule = PollSchedule(
            initialInterval: .seconds(2), maximumInterval: .seconds(10), maximumHold: .seconds(55))
        let decision = try await api.waitForDecision(on: request, timeout: .seconds(300), schedule: schedule)
        if decision.isGranted { letIn() }
    }

    static func wideTransport() async throws {
        let transport = try CurlTransport(configuration: .init(maximumConnections: 2000))
        await transport.close()
    }

    func zeroStorage(_ terminalCookie: String) async throws -> ZeroStorageLogin.Step {
        var login = ZeroStorageLogin(username: "jdoe", terminalID: terminalCookie, actionName: "Log In")
        let step = try await login.begin(with: api)
        session.login = login
        return step
    }

    func zeroStorage(_ form: Form) async throws {
        guard var login = session.login else { return startAgain() }
        defer { session.login = login }
        let step: ZeroStorageLogin.Step
        switch form {
        case .phrase(let typed): step = try await login.pair(phrase: typed, with: api)
        case .terminalName(let typed): step = try await login.nameTerminal(typed, with: api)
        case .otp(let typed): step = try await login.enter(otp: typed, with: api)
        case .waiting: step = try await login.advance(timeout: .seconds(25), with: api)
        }
        show(step)
    }

    func show(_ step: ZeroStorageLogin.Step) {
        switch step {
        case .granted: letIn()
        case .denied: sorry("You denied this on your phone.")
        case .waiting: showPage("Look at your phone.")  // which calls login.advance
        case .needsPairingPhrase: showPage("Type the phrase.")  // login.pair(phrase:with:)
        case .needsTerminalName: showPage("Name this computer.")  // login.nameTerminal(_:with:)
        case .needsOTP: showPage("Type the code.")  // login.enter(otp:with:)
        case .userDisabled: sorry("Not without your phone.")  // or let in, if that is your policy
        }
    }
}
