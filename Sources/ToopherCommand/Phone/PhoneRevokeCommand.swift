import ArgumentParser

/// `toopher phone revoke`: ends a pairing or a standing answer.
struct PhoneRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a pairing: the requester cannot request decisions of this phone any more.",
        discussion:
            """
            What is pending of the pairing ends too. See toopher phone pairings for the ids. With --automation a standing \
            answer ends: see toopher phone automations.

            Example:
              toopher phone revoke "$(toopher phone pairings | cut -f1)"
            """
    )

    @Argument(help: "The id of the pairing, or of the standing answer.")
    var id: String

    @Flag(help: "The id is that of a standing answer.")
    var automation = false

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        let phone = try options.phone()
        if automation { try await phone.revoke(automation: id) } else { try await phone.revoke(pairing: id) }
        print("revoked: \(id)")
    }
}
