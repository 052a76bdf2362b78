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

            Exit status:
              0   granted, valid or done
              1   an error; one line on standard error says what to do
              2   denied, or not valid
              3   no decision in time, or nothing to decide
              64  wrong usage
              69  a service or server cannot be reached, or cannot do it now
              77  a service or server refuses the request
            docs/command-line.md says more, and has the fields of --json.

            Example:
              toopher demo --unattended
            """,
        version: "0.1.0",
        subcommands: subcommands
    )

    /// Parses the arguments, with what the environment and a file add to them, and runs the command.
    static func main() async {
        let arguments = expandedArguments()
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let status = ExitStatus.of(error)
            // The parser's own errors, and those that only the message tells apart.
            guard status != ExitStatus.failure else { exit(withError: error) }
            StandardError.print("Error: \(error)")
            exit(withError: status)
        }
    }

    private static func expandedArguments() -> [String] {
        let arguments = Array(CommandLine.arguments.dropFirst())
        #if Service
        do {
            return try ExpandedArguments.of(arguments, variable: Environment.value)
        } catch {
            ServeCommand.exit(withError: ValidationError("\(error)"))
        }
        #else
        return arguments
        #endif
    }

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
