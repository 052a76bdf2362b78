import ArgumentParser
import CurlTransport
import HTTPExchange
import Toopher

/// `toopher authenticate`: asks a user's phone.
struct AuthenticateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate",
        abstract: "Ask a user's phone for a yes or a no.",
        discussion: """
            Prints the authentication request as JSON. Exit status: 0 granted, 2 denied, 3 no answer in time \
            (also without --wait, when the answer is still pending). A reason_code of 708 in it wants --otp.
            """
    )

    @Option(help: "The id of the user's pairing.")
    var pairing: String?

    @Option(help: "Your name of the user, instead of a pairing.")
    var user: String?

    @Option(help: "The name of the place the request comes from, as the phone shows it.")
    var terminal: String?

    @Option(help: "Your own opaque id of that place.")
    var terminalID: String?

    @Option(help: "What is being allowed, in words.")
    var action: String = "Log In"

    @Flag(help: "Demand the user's own answer, even at a place that the phone trusts.")
    var noAutomation = false

    @Flag(help: "Demand the phone's own check of its user.")
    var challenge = false

    @Option(help: "A one-time password from the user's phone; then the answer is there at once.")
    var otp: String?

    @Option(help: "Wait up to so many seconds for the answer.")
    var wait: Int = 0

    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        guard (pairing == nil) != (user == nil) else { throw ValidationError("give either --pairing or --user") }
        guard pairing == nil || terminal != nil else { throw ValidationError("--pairing needs --terminal") }
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds") }
    }

    func run() async throws {
        let transport = try CurlTransport()
        let api = try requester.api(transport: transport)
        let decision = try await api.decision(on: ask(api), within: .seconds(wait))
        print(decision.request.raw.text)
        switch decision {
        case .granted: return
        case .denied: throw ExitStatus.denied
        case .needsOTP, .unanswered: throw ExitStatus.timedOut
        }
    }

    private func ask(_ api: ToopherAPI) async throws -> AuthenticationRequest {
        if let pairing, let terminal {
            return try await api.authenticate(
                pairingID: pairing, terminalName: terminal, requesterSpecifiedTerminalID: terminalID,
                actionName: action, automationAllowed: !noAutomation, challengeRequired: challenge,
                otp: otp)
        }
        return try await api.authenticate(
            username: user ?? "", terminalName: terminal, requesterSpecifiedTerminalID: terminalID,
            actionName: action, automationAllowed: !noAutomation, challengeRequired: challenge, otp: otp)
    }
}
