#if Service

import ArgumentParser
import ToopherService

/// `toopher requester list`: lists the requesters.
struct RequesterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the requesters: id, consumer key, state and name, without secrets.",
        discussion: """
            With --json, an object a line: id, name, consumer_key, state (active, suspended or deleted), number_matching, \
            number_digits, allows_concurrent_prompts, always_challenges, confirms_additional_phones and created (seconds \
            since 1970).

            Example:
              toopher requester list --json
            """)

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let requesters = try await database.open { try await $0.requesters() }
        for row in requesters.map(RequesterRow.init) { print(try row.line(asJSON: json)) }
    }
}

private struct RequesterRow: ListedRow {
    var id: String
    var name: String
    var consumerKey: String
    var state: String
    var numberMatching: String
    var numberDigits: Int
    var allowsConcurrentPrompts: Bool
    var alwaysChallenges: Bool
    var confirmsAdditionalPhones: Bool
    var created: Int64

    init(_ requester: RequesterSummary) {
        (id, name, consumerKey) = (requester.id, requester.name, requester.consumerKey)
        (state, created) = (requester.state.rawValue, requester.created)
        let policy = requester.policy
        (numberMatching, numberDigits) = (policy.numberMatching.rawValue, policy.numberDigits)
        (allowsConcurrentPrompts, alwaysChallenges) = (policy.allowsConcurrentPrompts, policy.alwaysChallenges)
        confirmsAdditionalPhones = policy.confirmsAdditionalPhones
    }

    var text: String { "\(id)\t\(consumerKey)\t\(state)\t\(name)" }
}

#endif
