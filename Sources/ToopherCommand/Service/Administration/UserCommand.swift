#if Service

import ArgumentParser
import ToopherService

/// `toopher user`: whom requesters ask about.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "List users, switch their second factor off and on, and have them begin anew.",
        discussion: """
            Every change is kept in the log: see toopher audit.

            Someone has lost the only phone: toopher user reset jdoe, and the user can pair another one.

            Example:
              toopher user list
            """,
        subcommands: [
            UserListCommand.self, UserDisableCommand.self, UserEnableCommand.self, UserResetCommand.self,
            UserUnlockCommand.self,
        ]
    )
}

/// The user that a command is about.
struct UserArgument: ParsableArguments {
    @Argument(help: "The id or the name of the user.")
    var user: String

    @Option(
        help: ArgumentHelp(
            "The id or consumer key of the user's requester, where users of several have the name.",
            valueName: "requester"))
    var requester: String?

    @OptionGroup var database: DatabaseOptions
}

/// `toopher user list`: lists users.
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List users: id, state, number of phones, requester and name.",
        discussion: """
            With --json: id, name, requester_id, requester_name, is_enabled, pairings (how many phones decide for the \
            user) and created (seconds since 1970).

            Example:
              toopher user list --json
            """)

    @OptionGroup var options: ListOptions

    func run() async throws {
        try await options.write(UserRow.init) { try await $0.users(options.filter, after: $1) }
    }
}

private struct UserRow: ListedRow {
    var id: String
    var name: String
    var requesterId: String
    var requesterName: String
    var isEnabled: Bool
    var pairings: Int
    var created: Int64

    init(_ user: UserSummary) {
        (id, name, isEnabled) = (user.id, user.name, user.isEnabled)
        (requesterId, requesterName) = (user.requesterID, user.requesterName)
        (pairings, created) = (user.pairings, user.created)
    }

    var text: String { "\(id)\t\(isEnabled ? "enabled" : "disabled")\t\(pairings)\t\(requesterName)\t\(name)" }
}

/// `toopher user disable`: a user takes no part any more.
struct UserDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switch the second factor off for a user, and withdraw what is pending.",
        discussion: """
            Requests about the user are refused with 704, the user has disabled it: sites that permit that, and most of the \
            original libraries, then let the user in with a password alone. To keep somebody out, close the account at the \
            site. The Auth API and toopher pam deny.

            Example:
              toopher user disable jdoe
            """)

    @OptionGroup var target: UserArgument

    func run() async throws {
        try await target.database.open { try await $0.setEnabled(false, user: target.user, of: target.requester) }
    }
}

/// `toopher user enable`: a user takes part again.
struct UserEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Switch the second factor on again, with the same phones.",
        discussion: """
            Example:
              toopher user enable jdoe
            """)

    @OptionGroup var target: UserArgument

    func run() async throws {
        try await target.database.open { try await $0.setEnabled(true, user: target.user, of: target.requester) }
    }
}

/// `toopher user reset`: a user begins anew.
struct UserResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "End all that confirms a user, who can then pair a phone as one who never has.",
        discussion: """
            Pairings, standing answers, backup codes and one-time passwords end, and cannot be brought back. Be sure who \
            asks you for it: it is what somebody with a stolen password would ask.

            Example:
              toopher user reset jdoe
            """)

    @OptionGroup var target: UserArgument

    func run() async throws {
        try await target.database.open { try await $0.reset(user: target.user, of: target.requester) }
    }
}

/// `toopher user unlock`: one-time passwords count again.
struct UserUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "End the lock that wrong one-time passwords of a user have led to.",
        discussion: """
            Example:
              toopher user unlock jdoe
            """)

    @OptionGroup var target: UserArgument

    func run() async throws {
        try await target.database.open { try await $0.unlock(user: target.user, of: target.requester) }
    }
}

#endif
