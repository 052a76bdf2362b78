import ArgumentParser

/// `toopher phone pairings`: lists the pairings of the phone.
struct PhonePairingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairings", abstract: "List the pairings of this phone: id, requester and user.",
        discussion: """
            With --json, an object a line: id, requester_id, requester_name, user_id, user_name and created (seconds since 1970).

            Example:
              toopher phone pairings --json
            """)

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for row in try await options.phone().pairings().map(PhonePairingRow.init) { print(try row.line(asJSON: json)) }
    }
}

private struct PhonePairingRow: ListedRow {
    var id: String
    var requesterId: String
    var requesterName: String
    var userId: String
    var userName: String
    var created: Int64

    init(_ pairing: DeviceMessage.Pairing) {
        (id, created) = (pairing.id, pairing.created)
        (requesterId, requesterName) = (pairing.requester.id, pairing.requester.name)
        (userId, userName) = (pairing.user.id, pairing.user.name)
    }

    var text: String { "\(id)\t\(requesterName)\t\(userName)" }
}
