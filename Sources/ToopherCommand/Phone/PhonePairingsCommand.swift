import ArgumentParser

/// `toopher phone pairings`: lists the pairings of the phone.
struct PhonePairingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairings", abstract: "List the pairings of this phone: id, requester and user.")

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for pairing in try await options.phone().pairings() {
            print("\(pairing.id)\t\(pairing.requester.name)\t\(pairing.user.name)")
        }
    }
}
