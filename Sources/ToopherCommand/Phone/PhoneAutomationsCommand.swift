import ArgumentParser
import DeviceProtocol

/// `toopher phone automations`: lists the answers that the service gives in the user's place.
struct PhoneAutomationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "automations",
        abstract: "List standing answers: id, decision, requester, user, action, terminal, end in seconds since 1970.",
        discussion: """
            With --json, an object a line: id, decision (approve or deny), requester_name, user_name, action_name, terminal_name \
            and expires (seconds since 1970).

            Example:
              toopher phone automations --json
            """)

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for row in try await options.phone().automations().map(AutomationRow.init) { print(try row.line(asJSON: json)) }
    }
}

private struct AutomationRow: ListedRow {
    var id: String
    var decision: String
    var requesterName: String
    var userName: String
    var actionName: String
    var terminalName: String
    var expires: Int64

    init(_ automation: DeviceMessage.Automation) {
        (id, decision, expires) = (automation.id, automation.decision.rawValue, automation.expires)
        (requesterName, userName) = (automation.requester.name, automation.user.name)
        (actionName, terminalName) = (automation.action.name, automation.terminal.name)
    }

    var text: String {
        [id, decision, requesterName, userName, actionName, terminalName, String(expires)].joined(separator: "\t")
    }
}
