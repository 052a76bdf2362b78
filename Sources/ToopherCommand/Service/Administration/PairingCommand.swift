#if Service

import ArgumentParser
import ToopherService

/// `toopher pairing`: which phones decide for which users.
struct PairingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairing",
        abstract: "List pairings, confirm one in place of a lost phone, and end one.",
        discussion: """
            Every change is kept in the log: see toopher audit.

            Someone has a new phone and no longer the old one: the new one waits as unconfirmed. Have the four words read \
            out that the new phone shows, compare them with those of toopher pairing list --user jdoe, and confirm it.

            Example:
              toopher pairing list
            """,
        subcommands: [PairingListCommand.self, PairingConfirmCommand.self, PairingEndCommand.self]
    )
}

/// The pairing that a command is about.
struct PairingArgument: ParsableArguments {
    @Argument(help: "The id of the pairing.")
    var pairing: String

    @OptionGroup var database: DatabaseOptions
}

/// `toopher pairing list`: lists pairings.
struct PairingListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List pairings: id, state, requester, user, and the phone's id, words and name.",
        discussion: """
            The state is pending, unconfirmed (a phone of the user, or you, must confirm it), enabled, and with --all \
            also denied, deactivated and expired.

            With --json: id, state, requester_id, requester_name, user_id, user_name, device_id, device_name and \
            device_words (unless no phone has taken the link yet), created and expires (seconds since 1970).

            Example:
              toopher pairing list --user jdoe --all
            """)

    @OptionGroup var options: ListOptions

    func run() async throws {
        try await options.write(PairingRow.init) { try await $0.pairings(options.filter, after: $1) }
    }
}

private struct PairingRow: ListedRow {
    var id: String
    var state: String
    var requesterId: String
    var requesterName: String
    var userId: String
    var userName: String
    var deviceId: String?
    var deviceName: String?
    var deviceWords: String?
    var created: Int64
    var expires: Int64

    init(_ pairing: PairingSummary) {
        (id, state) = (pairing.id, pairing.state.rawValue)
        (requesterId, requesterName) = (pairing.requesterID, pairing.requesterName)
        (userId, userName) = (pairing.userID, pairing.userName)
        (deviceId, deviceName, deviceWords) = (pairing.deviceID, pairing.deviceName, pairing.deviceWords)
        (created, expires) = (pairing.created, pairing.expires)
    }

    var text: String {
        """
        \(id)\t\(state)\t\(requesterName)\t\(userName)\t\(deviceId ?? "-")\t\(deviceWords ?? "-")\t\(deviceName ?? "-")
        """
    }
}

/// `toopher pairing confirm`: confirms a pairing in place of another phone of its user.
struct PairingConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm a pairing in place of another phone of its user, who has lost that one.",
        discussion: """
            From then on the phone logs its user in. Be sure who asks you for it, and compare the four words that the \
            phone shows with those of toopher pairing list.

            Example:
              ID=$(toopher pairing list --user jdoe | grep unconfirmed | cut -f1)
              toopher pairing confirm "$ID"
            """)

    @OptionGroup var target: PairingArgument

    func run() async throws {
        try await target.database.open { try await $0.confirmPairing(target.pairing) }
    }
}

/// `toopher pairing end`: ends a pairing.
struct PairingEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End a pairing: the phone no longer decides for the user. What is pending is withdrawn.",
        discussion: """
            Example:
              toopher pairing end "$(toopher pairing list --user jdoe | cut -f1)"
            """)

    @OptionGroup var target: PairingArgument

    func run() async throws {
        try await target.database.open { try await $0.endPairing(target.pairing) }
    }
}

#endif
