import ArgumentParser

/// `toopher phone pair`: offers a pairing phrase.
struct PhonePairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Offer a pairing phrase and print it.",
        discussion:
            """
            A service that gets the phrase creates a pairing, which is pending here: see toopher phone approve. \
            Standard error has the words of this phone's key. The site that you gave the phrase to must show the same, or \
            it is not pairing with this phone.
            """
    )

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        let phone = try options.phone()
        print(try await phone.offerPhrase().phrase)
        StandardError.print("the words of this phone: \(try phone.fingerprint())")
    }
}
