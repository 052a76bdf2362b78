import CurlTransport
import Toopher

/// A log-in that was written for a library of the original service.
struct MigratedLogIn: Sendable {
    let api: ToopherAPI

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
    }

    /// What the site does next.
    enum Step: Equatable {
        case letIn
        case refuse
        case pair
        case nameTerminal
    }

    func ask(username: String, terminalID: String) async throws -> Step {
        let request = try await api.authenticate(username: username, requesterSpecifiedTerminalID: terminalID)
        let decision = try await api.waitForDecision(on: request, timeout: .seconds(90))
        return decision.isGranted ? .letIn : .refuse
    }
}
