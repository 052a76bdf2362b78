import ArgumentParser

/// `toopher phone pending`: lists pending decisions.
struct PhonePendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List the pending decisions: id and text.")

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for decision in try await options.phone().pending() { print("\(decision.item.id)\t\(decision.text)") }
    }
}
