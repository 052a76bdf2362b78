#if Service

import ArgumentParser
import ToopherService

/// The operator's commands that send messages.
struct HookOptions: ParsableArguments {
    @Option(
        name: .customLong("sms-command"),
        help: ArgumentHelp(
            """
            The program that sends a text message, with its arguments; no shell runs it. Its standard input is JSON with \
            "to" and "text". Without it, pairing by text message is refused.
            """, valueName: "command"))
    var sms: String?

    @Option(
        name: .customLong("mail-command"),
        help: ArgumentHelp(
            """
            The program that sends a mail, with its arguments; no shell runs it. Its standard input is JSON with "to", \
            "subject" and "text". Without it, no reset link is mailed.
            """, valueName: "command"))
    var mail: String?

    func validate() throws {
        _ = try smsCommand()
        _ = try mailCommand()
    }

    /// The command for text messages.
    func smsCommand() throws -> HookCommand? { try command(sms, of: "--sms-command") }

    /// The command for mail.
    func mailCommand() throws -> HookCommand? { try command(mail, of: "--mail-command") }

    private func command(_ text: String?, of option: String) throws -> HookCommand? {
        guard let text else { return nil }
        do throws(HookCommandError) {
            return try HookCommand(text)
        } catch {
            throw ValidationError("\(option): \(error)")
        }
    }
}

#endif
