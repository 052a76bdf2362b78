import ArgumentParser
import DeviceProtocol

/// `toopher phone approve`.
struct PhoneApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Say yes. Exit status 3 when nothing waits.")

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.answer(.approve) }
}
