import ArgumentParser
import CurlTransport
import HTTPExchange
import Toopher

/// `toopher authenticate`: requests a decision from a user's phone.
struct AuthenticateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate",
        abstract: "Request a decision from a user's phone.",
        discussion: """
            Prints the authentication request as JSON. Exit status: 0 granted, 2 denied, 3 no decision in time \
            (without --wait: if the request is pending). The reason_code 708 means that --otp is required.

            Example:
              toopher authenticate --user jdoe --terminal "Front desk" --wait 60
            """
    )

    @Option(help: "The id of the user's pairing.")
    var pairing: String?

    @Option(help: "Your name of the user, in place of a pairing.")
    var user: String?

    @Option(help: "The name of the terminal that the request comes from, as the phone shows it.")
    var terminal: String?

    @Option(help: "Your own opaque id of the terminal.")
    var terminalID: String?

    @Option(help: "The action, in words.")
    var action: String = "Log In"

    @Flag(help: "Require the user's own decision, even where an automation applies.")
    var noAutomation = false

    @Flag(help: "Require that the phone verify its user first.")
    var challenge = false

    @Flag(help: "Show a number on the standard error, which the user enters on the phone.")
    var showNumber = false

    @Option(help: "A text of your own for this request: sent again with the same one, it is the same request.")
    var idempotencyKey: String?

    @Option(help: "A one-time password from the user's phone, which decides immediately.")
    var otp: String?

    @Option(help: "The longest wait for the decision, in seconds.")
    var wait: Int = 0

    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        guard (pairing == nil) != (user == nil) else { throw ValidationError("give either --pairing or --user") }
        guard pairing == nil || terminal != nil else { throw ValidationError("--pairing needs --terminal") }
        guard terminal != nil || terminalID != nil else {
            throw ValidationError("--user needs --terminal, or the --terminal-id of a terminal that has a name")
        }
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds") }
    }

    func run() async throws {
        let transport = try CurlTransport()
        let api = try requester.api(transport: transport)
        let request = try await ask(api)
        if showNumber, request.isPending, let number = request.matchNumber {
            StandardError.print("enter \(number) on the phone")
        }
        let decision = try await api.waitForDecision(on: request, timeout: .seconds(wait))
        print(decision.request.raw.text)
        switch decision {
        case .granted: return
        case .denied: throw ExitStatus.denied
        case .needsOTP, .timedOut: throw ExitStatus.timedOut
        }
    }

    private func ask(_ api: ToopherAPI) async throws -> AuthenticationRequest {
        if let pairing, let terminal {
            return try await api.authenticate(
                pairingID: pairing, terminalName: terminal, requesterSpecifiedTerminalID: terminalID,
                actionName: action, isAutomationAllowed: !noAutomation, isChallengeRequired: challenge,
                showsMatchNumber: showNumber, idempotencyKey: idempotencyKey, otp: otp)
        }
        return try await api.authenticate(
            username: user ?? "", terminalName: terminal, requesterSpecifiedTerminalID: terminalID,
            actionName: action, isAutomationAllowed: !noAutomation, isChallengeRequired: challenge,
            showsMatchNumber: showNumber, idempotencyKey: idempotencyKey, otp: otp)
    }
}
