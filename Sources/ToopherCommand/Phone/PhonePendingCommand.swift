import ArgumentParser
import DeviceProtocol

/// `toopher phone pending`: lists pending decisions.
struct PhonePendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List the pending decisions: id and text.",
        discussion: """
            With --json, an object a line: id, kind (pairing, pairing_confirmation or authentication_request), text, \
            requester_id, requester_name, user_id, user_name, created and expires (seconds since 1970), and where the phone \
            shows it action_name, terminal_name, phone_name, phone_words, number_digits and challenge_required.

            Example:
              toopher phone pending
            """)

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for row in try await options.phone().pending().map(PendingRow.init) { print(try row.line(asJSON: json)) }
    }
}

private struct PendingRow: ListedRow {
    enum CodingKeys: String, CodingKey {
        case id, kind, requesterId, requesterName, userId, userName, actionName, terminalName, phoneName, phoneWords
        case numberDigits, challengeRequired, created, expires
        case shownText = "text"
    }

    var id: String
    var kind: DeviceProtocol.Kind
    var shownText: String
    var requesterId: String
    var requesterName: String
    var userId: String
    var userName: String
    var actionName: String?
    var terminalName: String?
    var phoneName: String?
    var phoneWords: String?
    var numberDigits: Int?
    var challengeRequired: Bool?
    var created: Int64
    var expires: Int64

    init(_ decision: PendingDecision) {
        let item = decision.item
        (id, kind, shownText) = (item.id, decision.kind, decision.text)
        (requesterId, requesterName) = (item.requester.id, item.requester.name)
        (userId, userName) = (item.user.id, item.user.name)
        (actionName, terminalName) = (item.action?.name, item.terminal?.name)
        (phoneName, phoneWords) = (item.phone?.name, item.phoneWords)
        (numberDigits, challengeRequired) = (item.numberDigits, item.isChallengeRequired)
        (created, expires) = (item.created, item.expires)
    }

    var text: String { "\(id)\t\(shownText)" }
}
