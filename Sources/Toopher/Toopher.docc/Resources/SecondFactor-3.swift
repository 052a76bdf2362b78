import CurlTransport
import Toopher

/// The phone as a second factor.
struct SecondFactor: Sendable {
    let api: ToopherAPI

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
    }

    /// Pairs a user with the phone that shows a phrase. Store the id of the pairing.
    func pair(username: String, phrase: String, showWords: (String) -> Void) async throws -> String? {
        let pairing = try await api.pair(username: username, phrase: phrase)
        showWords(pairing.raw["device_fingerprint"]?.stringValue ?? "")
        let approval = try await api.waitForApproval(of: pairing, timeout: .seconds(120))
        return approval.isEnabled ? pairing.id : nil
    }

    /// What the site does next.
    enum Step: Equatable {
        case letIn
        case refuse(String)
        case askForPassword(requestID: String)
    }

    /// Asks the phone about a log-in.
    func ask(
        pairingID: String, browserName: String, browserID: String, showNumber: (String) -> Void
    ) async throws -> Step {
        let request = try await api.authenticate(
            pairingID: pairingID, terminalName: browserName, requesterSpecifiedTerminalID: browserID,
            actionName: "Log In", showsMatchNumber: true)
        if let number = request.matchNumber { showNumber(number) }
        switch try await api.waitForDecision(on: request, timeout: .seconds(90)) {
        case .granted: return .letIn
        case .denied: return .refuse("You denied this on your phone.")
        case .needsOTP(let request): return .askForPassword(requestID: request.id)
        case .timedOut(let request):
            try await api.cancelAuthenticationRequest(id: request.id)
            return .refuse("There was no decision on your phone.")
        }
    }
}
