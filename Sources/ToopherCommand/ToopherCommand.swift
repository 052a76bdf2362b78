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

    #if Service
    /// Parses the arguments, with what the environment and a file add to them, and runs the command.
    static func main() async {
        let arguments: [String]
        do {
            arguments = try ExpandedArguments.of(
                Array(CommandLine.arguments.dropFirst()), variable: Environment.value)
        } catch {
            ServeCommand.exit(withError: ValidationError("\(error)"))
        }
        await main(arguments)
    }
    #endif

    private static var subcommands: [any ParsableCommand.Type] {
        var all: [any ParsableCommand.Type] = []
        #if Service
        all += [DemoCommand.self, ServeCommand.self, RequesterCommand.self, IntegrationCommand.self]
        all += [PushCommand.self, DatabaseCommand.self]
        all += [
            UserCommand.self, DeviceCommand.self, PairingCommand.self, TokenCommand.self, AdminCommand.self,
            BackupCommand.self, RestoreCommand.self, ConfigCommand.self, HealthCommand.self,
        ]
        #endif
        all += [
            PhoneCommand.self, PairCommand.self, AuthenticateCommand.self, PAMCommand.self, RADIUSCommand.self,
            IframeCommand.self, OAuthCommand.self, AuditCommand.self, BenchCommand.self,
        ]
        return all
    }
}
