#if Service

import ArgumentParser
import ToopherService

/// `toopher requester set`: changes what counts for the authentication requests of a requester.
struct RequesterSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change, and print, what counts for the authentication requests of a requester, and its endpoint.",
        discussion: """
            The endpoint is told of decisions and pairings, with messages that are signed with a secret. The secret is \
            printed with the first endpoint, only this once; requester rotate --webhook makes another one.

            when_shown asks for a number on this service's pages, and where a client says that it shows one; with always, \
            a client that cannot show it must ask for a one-time password.

            With --json, an object: number_matching, number_digits, allows_concurrent_prompts, always_challenges and \
            confirms_additional_phones; webhook_url, webhook_is_active and webhook_waiting (the number of messages) if there is \
            an endpoint; webhook_secret with the first one.

            Example:
              toopher requester set "$TOOPHER_CONSUMER_KEY" --number-matching when_shown
            """
    )

    @Option(help: "Whether the user enters a number on the phone: off, when_shown or always.")
    var numberMatching: String?

    @Option(help: "The number of digits, from 2 to 6.")
    var digits: Int?

    @Option(help: "Whether a user may have several requests pending: on or off.")
    var concurrentPrompts: String?

    @Option(help: "When an approval needs the phone's own check of its user: when_asked or always.")
    var challenge: String?

    @Option(
        help: "Whether another phone of a user counts only once a paired one has confirmed it: confirmed or allowed.")
    var additionalPhones: String?

    @Option(
        name: .customLong("webhook-url"),
        help: ArgumentHelp(
            "The https URL of the requester's endpoint; again, after it has said that it is gone.", valueName: "url"))
    var webhookURL: String?

    @Flag(name: .customLong("remove-webhook"), help: "Remove the endpoint, its secret, and what it was to be told.")
    var removesWebhook = false

    @Flag(help: "Print one JSON object, in place of lines.")
    var json = false

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
        guard challenge.map({ ["when_asked", "always"].contains($0) }) ?? true else {
            throw ValidationError("--challenge takes when_asked or always")
        }
        guard additionalPhones.map({ ["confirmed", "allowed"].contains($0) }) ?? true else {
            throw ValidationError("--additional-phones takes confirmed or allowed")
        }
        guard webhookURL == nil || !removesWebhook else {
            throw ValidationError("give --webhook-url or --remove-webhook, not both")
        }
    }

    /// Whether anything is set, and not only printed.
    private var isChange: Bool {
        [numberMatching, concurrentPrompts, challenge, additionalPhones, webhookURL].contains { $0 != nil }
            || digits != nil || removesWebhook
    }

    private var matching: RequesterPolicy.NumberMatching? {
        numberMatching.flatMap { RequesterPolicy.NumberMatching(rawValue: $0) }
    }

    func run() async throws {
        let (policy, webhook, secret) = try await target.database.open { service in
            // First: it is what can be refused.
            let secret = try await changeWebhook(service)
            return (try await changePolicy(service), try await service.webhook(of: target.requester), secret)
        }
        if isChange { target.noteDelay() }
        if let webhookURL, webhookURL.lowercased().hasPrefix("http:") {
            StandardError.print(
                """
                warning: the endpoint speaks plain http, so anybody on the way can read what it is told; it is told only by a \
                service that permits its host with serve --webhook-allow
                """)
        }
        if json {
            return print(
                try JSONLine.of(
                    Report(
                        numberMatching: policy.numberMatching.rawValue, numberDigits: policy.numberDigits,
                        allowsConcurrentPrompts: policy.allowsConcurrentPrompts,
                        alwaysChallenges: policy.alwaysChallenges,
                        confirmsAdditionalPhones: policy.confirmsAdditionalPhones, webhookUrl: webhook?.url,
                        webhookIsActive: webhook?.isActive, webhookWaiting: webhook.map { Int64($0.queued) },
                        webhookSecret: secret)))
        }
        print("number-matching \(policy.numberMatching.rawValue)")
        print("digits \(policy.numberDigits)")
        print("concurrent-prompts \(policy.allowsConcurrentPrompts ? "on" : "off")")
        print("challenge \(policy.alwaysChallenges ? "always" : "when_asked")")
        print("additional-phones \(policy.confirmsAdditionalPhones ? "confirmed" : "allowed")")
        if let webhook {
            print("webhook \(webhook.url)\(webhook.isActive ? "" : " (gone)"), \(webhook.queued) messages waiting")
        }
        if let secret { print("TOOPHER_WEBHOOK_SECRET=\(secret)") }
    }

    private struct Report: Encodable {
        var numberMatching: String
        var numberDigits: Int
        var allowsConcurrentPrompts: Bool
        var alwaysChallenges: Bool
        var confirmsAdditionalPhones: Bool
        var webhookUrl: String?
        var webhookIsActive: Bool?
        var webhookWaiting: Int64?
        var webhookSecret: String?
    }

    /// Changes the endpoint; returns the secret of a first one.
    private func changeWebhook(_ service: ToopherService) async throws -> String? {
        if removesWebhook { try await service.removeWebhook(of: target.requester) }
        guard let webhookURL else { return nil }
        return try await service.setWebhook(webhookURL, of: target.requester)
    }

    private func changePolicy(_ service: ToopherService) async throws -> RequesterPolicy {
        let (matching, digits, isConcurrent) = (matching, digits, concurrentPrompts.map { $0 == "on" })
        let alwaysChallenges = challenge.map { $0 == "always" }
        let confirms = additionalPhones.map { $0 == "confirmed" }
        return try await service.setPolicy(of: target.requester) { policy in
            policy.numberMatching = matching ?? policy.numberMatching
            policy.numberDigits = digits ?? policy.numberDigits
            policy.confirmsAdditionalPhones = confirms ?? policy.confirmsAdditionalPhones
            policy.alwaysChallenges = alwaysChallenges ?? policy.alwaysChallenges
            policy.allowsConcurrentPrompts = isConcurrent ?? policy.allowsConcurrentPrompts
        }
    }
}

#endif
