import ArgumentParser

/// `toopher phone pair`.
struct PhonePairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Offer a pairing phrase and print it.",
        discussion: "The service that is given the phrase then asks this phone: see toopher phone approve."
    )

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        print(try await options.phone().offerPhrase().phrase)
    }
}
