import ArgumentParser
import DeviceProtocol

/// `toopher phone approve`: approves a pairing or an authentication request.
struct PhoneApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve what is pending. Exit status 3 if nothing is pending.")

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.decide(.approve) }
}
