#if Service

import ArgumentParser
import ToopherService

/// `toopher token`: hard tokens, which show one-time passwords.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "List hard tokens, and deactivate one.",
        discussion: """
            Requesters provision hard tokens, and give them to users: see docs/one-time-passwords.md. Every change is kept \
            in the log: see toopher audit.

            Example:
              toopher token list
            """,
        subcommands: [TokenListCommand.self, TokenDeactivateCommand.self]
    )
}

/// `toopher token list`: lists hard tokens.
struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List hard tokens: id, state, kind, digits, number of users, and the requester's own id.",
        discussion: """
            With --json: id, requester_id, requester_specified_id (if there is one), kind (hotp or totp), digits, \
            is_active, user_ids and created (seconds since 1970).

            Example:
              toopher token list --json
            """)

    @OptionGroup var options: ListOptions

    func validate() throws {
        guard options.device == nil else { throw ValidationError("a hard token belongs to no phone: no --device") }
    }

    func run() async throws {
        try await options.write(TokenRow.init) { try await $0.tokens(options.filter, after: $1) }
    }
}

private struct TokenRow: ListedRow {
    var id: String
    var requesterId: String
    var requesterSpecifiedId: String?
    var kind: String
    var digits: Int
    var isActive: Bool
    var userIds: [String]
    var created: Int64

    init(_ token: TokenSummary) {
        (id, kind, digits, isActive) = (token.id, token.kind, token.digits, token.isActive)
        (requesterId, requesterSpecifiedId) = (token.requesterID, token.requesterSpecifiedID)
        (userIds, created) = (token.userIDs, token.created)
    }

    var text: String {
        """
        \(id)\t\(isActive ? "active" : "deactivated")\t\(kind)\t\(digits)\t\(userIds.count)\t\(requesterSpecifiedId ?? "-")
        """
    }
}

/// `toopher token deactivate`: a token's passwords no longer count.
struct TokenDeactivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate",
        abstract: "Have a hard token's passwords count no more. The requester can provision it again.",
        discussion: """
            Example:
              toopher token deactivate "$(toopher token list | head -n 1 | cut -f1)"
            """)

    @Argument(help: "The id of the token.")
    var token: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await database.open { try await $0.deactivateToken(token) }
    }
}

#endif
