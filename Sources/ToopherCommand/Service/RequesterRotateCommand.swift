#if Service

import ArgumentParser
import ToopherService

/// `toopher requester rotate`: gives a requester a new secret.
struct RequesterRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a requester a new secret and print it. It is shown only once.",
        discussion: """
            The secret that it has now is accepted for a while longer, so that the requester can change over. A page's \
            result is signed with the secret that signed the page's address.

            With --webhook it is the secret of the requester's endpoint, and for that while messages have a signature of \
            each.

            Example:
              export $(toopher requester rotate "$TOOPHER_CONSUMER_KEY")
            """
    )

    @Option(help: "For how many hours the old secret is still accepted; 0 if somebody else has it.")
    var overlapHours: Int64 = 24

    @Flag(help: "Replace the secret of the requester's endpoint, not that of the requester.")
    var webhook = false

    @OptionGroup var target: RequesterArgument

    func validate() throws {
        guard (0...87_600).contains(overlapHours) else {
            throw ValidationError("--overlap-hours takes a number of hours up to 87600, ten years")
        }
    }

    func run() async throws {
        if webhook {
            let secret = try await target.database.open {
                try await $0.rotateWebhookSecret(of: target.requester, overlap: overlapHours * 3600)
            }
            return print("TOOPHER_WEBHOOK_SECRET=\(secret)")
        }
        let rotated = try await target.database.open {
            try await $0.rotateSecret(of: target.requester, overlap: overlapHours * 3600)
        }
        print("TOOPHER_CONSUMER_KEY=\(rotated.consumerKey)")
        print("TOOPHER_CONSUMER_SECRET=\(rotated.consumerSecret)")
    }
}

#endif
