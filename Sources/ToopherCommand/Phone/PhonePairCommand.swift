import ArgumentParser

/// `toopher phone pair`: offers a pairing phrase, or takes the link of a QR code.
struct PhonePairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Offer a pairing phrase and print it, or take the link of a QR code.",
        discussion:
            """
            A service that gets the phrase creates a pairing, which is pending here: see toopher phone approve. \
            Standard error has the words of this phone's key. The site that you gave the phrase to must show the same, or \
            it is not pairing with this phone.

            With --link nothing is typed: the pairing of the link becomes pending here, and is printed. A link works for one \
            phone.

            Example:
              toopher phone pair
            """
    )

    @Option(help: "The link that a QR code or a text message has, https://…/pair/….")
    var link: String?

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        let phone = try options.phone()
        if let link {
            let pending = try await phone.takeInvitation(link)
            print("\(pending.item.id)\t\(pending.text)")
        } else {
            print(try await phone.offerPhrase().phrase)
        }
        StandardError.print("the words of this phone: \(try phone.fingerprint())")
    }
}
