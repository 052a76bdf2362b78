import ArgumentParser
import DeviceProtocol

/// `toopher phone deny`: denies a pairing or an authentication request.
struct PhoneDenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Deny what is pending. Exit status 3 if nothing is pending.",
        discussion: """
            Example:
              toopher phone deny --not-me
            """)

    @Flag(help: "Say that somebody else has asked, not the user: standing answers end.")
    var notMe = false

    @Flag(help: "Deny everything that is pending.")
    var all = false

    @Option(help: "Deny later requests like this one too, for so many days.")
    var automateDays: Int?

    @OptionGroup var options: DecisionOptions

    func validate() throws {
        if all, options.id != nil || automateDays != nil {
            throw ValidationError("--all takes neither an id nor --automate-days")
        }
        if let automateDays, !(1...3650).contains(automateDays) {
            throw ValidationError("--automate-days takes a number of days from 1 to 3650")
        }
    }

    func run() async throws {
        let reason: DeviceProtocol.Answer.Reason = notMe ? .notMe : .none
        if all { return try await options.denyAll(reason) }
        try await options.decide { now in
            DeviceProtocol.Answer(
                .deny, reason: reason, automatedUntil: automateDays.map { now + Int64($0) * 86_400 } ?? 0, decided: now)
        }
    }
}
