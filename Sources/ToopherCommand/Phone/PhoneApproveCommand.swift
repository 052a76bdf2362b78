import ArgumentParser
import DeviceProtocol

/// `toopher phone approve`: approves a pairing or an authentication request.
struct PhoneApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve what is pending. Exit status 3 if nothing is pending.",
        discussion: """
            Example:
              toopher phone approve --wait 60
            """)

    @Option(help: "The number that the requester's page shows, if it shows one.")
    var number: String = ""

    @Flag(help: "Answer the phone's own check of its user, which some requests ask for.")
    var challengeMet = false

    @Option(help: "Approve later requests like this one too, for so many days.")
    var automateDays: Int?

    @OptionGroup var options: DecisionOptions

    func validate() throws {
        if let automateDays, !(1...3650).contains(automateDays) {
            throw ValidationError("--automate-days takes a number of days from 1 to 3650")
        }
    }

    func run() async throws {
        if challengeMet { try await options.phone.phone().setUpCredential() }
        try await options.decide { now in
            DeviceProtocol.Answer(
                .approve, number: number, isChallengeMet: challengeMet,
                automatedUntil: automateDays.map { now + Int64($0) * 86_400 } ?? 0, decided: now)
        }
    }
}
