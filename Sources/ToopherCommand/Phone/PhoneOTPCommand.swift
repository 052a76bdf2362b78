import ArgumentParser
import OAuth1

/// `toopher phone otp`: shows a one-time password.
struct PhoneOTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "otp",
        abstract: "Print the present one-time password of a pairing.",
        discussion: """
            It is valid once, for about a minute. Exit status 3 if this phone has no such pairing.

            Example:
              toopher phone otp --user jdoe
            """
    )

    @Option(help: "The name of the user; without it, that of the only pairing.")
    var user: String?

    @Option(help: "The name of the requester, if several have this user.")
    var requester: String?

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        let sources = try await options.phone().passwordSources().filter { source in
            (user == nil || source.user == user) && (requester == nil || source.requester == requester)
        }
        guard let source = sources.first else {
            StandardError.print("this phone is not paired" + (user.map { " with \($0)" } ?? ""))
            throw ExitStatus.timedOut
        }
        guard sources.allSatisfy({ $0.user == source.user && $0.requester == source.requester }) else {
            let list = sources.map { "\(IsolatedText.of($0.requester))\t\(IsolatedText.of($0.user))" }
            throw CommandError(
                "this phone has several pairings: name one with --user and --requester\n"
                    + list.joined(separator: "\n"))
        }
        print(try source.password(at: SystemClock.unixSeconds()))
    }
}
