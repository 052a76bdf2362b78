import ArgumentParser
import CurlTransport
import Toopher

/// `toopher pair`: pairs a user with the phone that offers a phrase.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Pair a user with the phone that offers a pairing phrase.",
        discussion: "Prints the pairing as JSON. With --wait: exit status 0 enabled, 2 refused, 3 no answer in time."
    )

    @Argument(help: "Your name of the user.")
    var user: String

    @Argument(help: "The phrase that the phone shows.")
    var phrase: String

    @Option(help: "Wait up to so many seconds for the user's answer.")
    var wait: Int?

    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        if let wait, wait < 0 { throw ValidationError("--wait takes a number of seconds") }
    }

    func run() async throws {
        let transport = try CurlTransport()
        let api = try requester.api(transport: transport)
        var pairing = try await api.pair(username: user, phrase: phrase)
        if let wait, pairing.isPending {
            let id = pairing.id
            let answered = try await Polling.firstAnswer(within: wait) {
                let current = try await api.pairing(id: id)
                return current.isPending ? nil : current
            }
            pairing = answered ?? pairing
        }
        print(try JSONOutput.line(pairing.raw))
        guard wait != nil else { return }
        if pairing.isPending { throw ExitStatus.timedOut }
        if !pairing.isEnabled { throw ExitStatus.denied }
    }
}
