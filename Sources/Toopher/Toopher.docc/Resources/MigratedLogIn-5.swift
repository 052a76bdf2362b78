import CurlTransport
import Toopher

/// A log-in that was written for a library of the original service.
struct MigratedLogIn: Sendable {
    let api: ToopherAPI
    let iframe: ToopherIframe

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
        iframe = try ToopherIframe(key: key, secret: secret, baseURL: baseURL)
    }

    /// What the site does next.
    enum Step: Equatable {
        case letIn
        case refuse
        case pair
        case nameTerminal
    }

    func ask(username: String, terminalID: String) async throws -> Step {
        do {
            let request = try await api.authenticate(username: username, requesterSpecifiedTerminalID: terminalID)
            let decision = try await api.waitForDecision(on: request, timeout: .seconds(90))
            return decision.isGranted ? .letIn : .refuse
        } catch ToopherError.userUnknown, ToopherError.pairingDeactivated {
            return .pair
        } catch ToopherError.terminalUnknown {
            return .nameTerminal
        } catch ToopherError.userDisabled {
            return .refuse
        }
    }

    /// The address of the page in the iframe, and the token to keep in the session.
    func page(username: String) throws -> (url: String, token: String) {
        let token = try ToopherIframe.makeRequestToken()
        return (try iframe.authenticationURL(username: username, requestToken: token), token)
    }

    /// Whether the form that the browser posts lets the user in.
    func isGranted(form: [UInt8], token: String, username: String) async -> Bool {
        await iframe.isAuthenticationGranted(
            .bytes(form), requestToken: .expected(token), expecting: .user(username, action: "Log In"))
    }
}
