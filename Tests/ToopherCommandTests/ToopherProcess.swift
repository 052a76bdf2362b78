import Glibc
import Platform
import Subprocess
import SystemPackage
import TestServer
import Testing

/// The built `toopher` in a process of its own.
enum ToopherProcess {
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var error: String
    }

    /// The path of the executable, which is beside the test bundle.
    static var path: FilePath {
        let bundle = FilePath(CommandLine.arguments[0])
        return bundle.removingLastComponent().appending("toopher")
    }

    /// The variables that must not come from the environment of the tests.
    private static let cleared = [
        "TOOPHER_CONSUMER_KEY", "TOOPHER_CONSUMER_SECRET", "TOOPHER_BASE_URL", "TOOPHER_DATABASE", "TOOPHER_PHONE",
        "TOOPHER_EXTERNAL_URL", "TOOPHER_KEY_FILE", "TOOPHER_CONFIG", "TOOPHER_PORT", "TOOPHER_METRICS_PORT",
        "OAUTH_CONSUMER_KEY", "OAUTH_CONSUMER_SECRET", "OAUTH_TOKEN", "OAUTH_TOKEN_SECRET", "OAUTH_KEY_PASSPHRASE",
    ]

    static func environment(_ variables: [String: String]) -> Subprocess.Environment {
        var updates: [Subprocess.Environment.Key: String?] = [:]
        for name in cleared { updates[Subprocess.Environment.Key(stringLiteral: name)] = .some(nil) }
        for (name, value) in variables { updates[Subprocess.Environment.Key(stringLiteral: name)] = value }
        return .inherit.updating(updates)
    }

    /// Runs `toopher` and waits for its end.
    static func run(
        _ arguments: String..., input: String = "", environment variables: [String: String] = requester
    ) async throws -> Outcome {
        try await run(arguments, input: input, environment: variables)
    }

    /// Runs `toopher` and waits for its end.
    static func run(
        _ arguments: [String], input: String = "", environment variables: [String: String] = requester
    ) async throws -> Outcome {
        let (status, output, error) =
            input.isEmpty
            ? try await run(arguments, .none, variables)
            : try await run(
                arguments, .fileDescriptor(try pipe(feeding: input), closeAfterSpawningProcess: true), variables)
        guard case .exited(let code) = status else {
            Issue.record("toopher \(arguments) ended by a signal: \(status)")
            return Outcome(status: -1, output: "", error: "")
        }
        return Outcome(status: Int32(code), output: output, error: error)
    }

    private static func run(
        _ arguments: [String], _ input: some InputProtocol, _ variables: [String: String]
    ) async throws -> (TerminationStatus, String, String) {
        let result = try await Subprocess.run(
            .path(path), arguments: Arguments(arguments), environment: environment(variables), input: input,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (result.terminationStatus, result.standardOutput, result.standardError)
    }

    /// Returns the read end of a pipe that a thread writes to.
    ///
    /// A program that ends without reading all of it breaks the pipe. With `.string` that ends the tests, by SIGPIPE or by
    /// a failed assertion of Subprocess; the thread has the signal blocked.
    private static func pipe(feeding input: String) throws -> FileDescriptor {
        let (reading, writing) = try FileDescriptor.pipe()
        // Another program that held the writing end would keep this one waiting for the end of its input.
        keepFromChildren(writing.rawValue)
        let thread = try startThread { _ = try? writing.closeAfter { try writing.writeAll(input.utf8) } }
        pthread_detach(thread)
        return reading
    }

    /// The credentials of the reference libraries' tests.
    static let requester = [
        "TOOPHER_CONSUMER_KEY": "abcdefg", "TOOPHER_CONSUMER_SECRET": "hijklmnop",
        "TOOPHER_BASE_URL": "https://api.toopher.test/v1/",
    ]
}
