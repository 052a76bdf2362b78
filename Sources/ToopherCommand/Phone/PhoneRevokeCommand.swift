import ArgumentParser

/// `toopher phone revoke`: ends a pairing.
struct PhoneRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a pairing: the requester cannot request decisions of this phone any more.",
        discussion: "What is pending of the pairing ends too. See toopher phone pairings for the ids."
    )

    @Argument(help: "The id of the pairing.")
    var id: String

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        try await options.phone().revoke(pairing: id)
        print("revoked: \(id)")
    }
}
