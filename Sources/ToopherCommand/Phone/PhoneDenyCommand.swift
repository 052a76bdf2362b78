import ArgumentParser
import DeviceProtocol

/// `toopher phone deny`.
struct PhoneDenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Say no. Exit status 3 when nothing waits.")

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.answer(.deny) }
}
