import ArgumentParser

/// The command line: `toopher`.
@main
struct ToopherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toopher",
        abstract: "Push approval as a second factor: a service requests, the user's phone decides.",
        discussion: """
            A requester's credentials come from TOOPHER_CONSUMER_KEY and TOOPHER_CONSUMER_SECRET, the base URL of the \
            service from TOOPHER_BASE_URL.

            Exit status: 0 granted, valid or done, 1 error, 2 denied or not valid, 3 no decision in time, 64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: subcommands
    )

    private static var subcommands: [any ParsableCommand.Type] {
        var all: [any ParsableCommand.Type] = []
        #if Service
        all += [DemoCommand.self, ServeCommand.self, RequesterCommand.self, PushCommand.self, DatabaseCommand.self]
        all += [
            UserCommand.self, DeviceCommand.self, PairingCommand.self, TokenCommand.self, AdminCommand.self,
            BackupCommand.self, RestoreCommand.self,
        ]
        #endif
        all += [
            PhoneCommand.self, PairCommand.self, AuthenticateCommand.self, IframeCommand.self, OAuthCommand.self,
            AuditCommand.self, BenchCommand.self,
        ]
        return all
    }
}
