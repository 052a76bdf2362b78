import ArgumentParser
import DeviceProtocol

/// `toopher phone automations`: lists the answers that the service gives in the user's place.
struct PhoneAutomationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "automations",
        abstract: "List standing answers: id, decision, requester, user, action, terminal, end in seconds since 1970.")

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for automation in try await options.phone().automations() {
            print(
                [
                    automation.id, automation.decision.rawValue, automation.requester.name, automation.user.name,
                    automation.action.name, automation.terminal.name, String(automation.expires),
                ].joined(separator: "\t"))
        }
    }
}
