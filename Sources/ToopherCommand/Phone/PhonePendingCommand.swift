import ArgumentParser

/// `toopher phone pending`.
struct PhonePendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List what waits for an answer: id and question.")

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for question in try await options.phone().pending() { print("\(question.item.id)\t\(question.text)") }
    }
}
