import ArgumentParser
import CurlTransport
import HTTPExchange
import Toopher

/// `toopher pair`: pairs a user with the phone that offers a phrase.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Pair a user with the phone that offers a pairing phrase.",
        discussion: "Prints the pairing as JSON. With --wait: exit status 0 enabled, 2 denied, 3 no decision in time."
    )

    @Argument(help: "Your name of the user.")
    var user: String

    @Argument(help: "The phrase that the phone shows.")
    var phrase: String

    @Option(help: "The longest wait for the user's decision, in seconds.")
    var wait: Int?

    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        if let wait, wait < 0 { throw ValidationError("--wait takes a number of seconds") }
    }

    func run() async throws {
        let transport = try CurlTransport()
        let api = try requester.api(transport: transport)
        let pairing = try await api.pair(username: user, phrase: phrase)
        let approval = try await api.waitForApproval(of: pairing, timeout: .seconds(wait ?? 0))
        print(approval.pairing.raw.text)
        guard wait != nil else { return }
        switch approval {
        case .enabled: return
        case .denied: throw ExitStatus.denied
        case .timedOut: throw ExitStatus.timedOut
        }
    }
}
