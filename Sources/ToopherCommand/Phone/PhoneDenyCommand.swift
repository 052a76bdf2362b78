import ArgumentParser
import DeviceProtocol

/// `toopher phone deny`: denies a pairing or an authentication request.
struct PhoneDenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Deny what is pending. Exit status 3 if nothing is pending.")

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.decide(.deny) }
}
