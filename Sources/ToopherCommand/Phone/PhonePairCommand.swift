import ArgumentParser

/// `toopher phone pair`: offers a pairing phrase.
struct PhonePairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Offer a pairing phrase and print it.",
        discussion:
            "A service that gets the phrase creates a pairing, which is pending here: see toopher phone approve."
    )

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        print(try await options.phone().offerPhrase().phrase)
    }
}
