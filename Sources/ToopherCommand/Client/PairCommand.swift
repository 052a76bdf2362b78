import ArgumentParser
import CurlTransport
import HTTPExchange
import Toopher

/// `toopher pair`: pairs a user with the phone that offers a phrase.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Pair a user with the phone that offers a pairing phrase.",
        discussion: """
            Prints the pairing as JSON. With --wait: exit status 0 enabled, 2 denied, 3 no decision in time. A user who has a paired phone confirms another one on that.

            Example:
              toopher pair jdoe "$(toopher phone pair)"
            """
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
        guard wait != nil else { return print(approval.pairing.raw.text) }
        switch approval {
        case .enabled(let pairing): print(pairing.raw.text)
        case .denied(let pairing):
            print(pairing.raw.text)
            throw ExitStatus.denied
        case .timedOut: try await look(at: api.refresh(pairing))
        }
    }

    /// Says what a pairing waits for.
    private func look(at pairing: Pairing) throws {
        print(pairing.raw.text)
        guard !pairing.isEnabled else { return }
        if pairing.raw["confirmation_pending"] == .bool(true) {
            StandardError.print("approved on this phone; another phone of the user has to confirm it")
        }
        throw ExitStatus.timedOut
    }
}
