#if Service

import ArgumentParser
import ToopherService

/// `toopher requester set`: changes what counts for the authentication requests of a requester.
struct RequesterSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change, and print, what counts for the authentication requests of a requester.",
        discussion: """
            when_shown asks for a number on this service's pages, and where a client says that it shows one; with always, \
            a client that cannot show it must ask for a one-time password.
            """
    )

    @Option(help: "Whether the user enters a number on the phone: off, when_shown or always.")
    var numberMatching: String?

    @Option(help: "The number of digits, from 2 to 6.")
    var digits: Int?

    @Option(help: "Whether a user may have several requests pending: on or off.")
    var concurrentPrompts: String?

    @OptionGroup var target: RequesterArgument

    func validate() throws {
        guard numberMatching == nil || matching != nil else {
            throw ValidationError("--number-matching takes off, when_shown or always")
        }
        guard digits.map(RequesterPolicy.digitRange.contains) ?? true else {
            throw ValidationError("--digits takes a number from 2 to 6")
        }
        guard concurrentPrompts.map({ ["on", "off"].contains($0) }) ?? true else {
            throw ValidationError("--concurrent-prompts takes on or off")
        }
    }

    private var matching: RequesterPolicy.NumberMatching? {
        numberMatching.flatMap { RequesterPolicy.NumberMatching(rawValue: $0) }
    }

    func run() async throws {
        let (matching, digits, isConcurrent) = (matching, digits, concurrentPrompts.map { $0 == "on" })
        let policy = try await target.open {
            try await $0.setPolicy(of: target.requester) { policy in
                policy.numberMatching = matching ?? policy.numberMatching
                policy.numberDigits = digits ?? policy.numberDigits
                policy.allowsConcurrentPrompts = isConcurrent ?? policy.allowsConcurrentPrompts
            }
        }
        print("number-matching \(policy.numberMatching.rawValue)")
        print("digits \(policy.numberDigits)")
        print("concurrent-prompts \(policy.allowsConcurrentPrompts ? "on" : "off")")
    }
}

#endif
