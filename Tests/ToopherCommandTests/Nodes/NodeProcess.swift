#if Service

import Subprocess
import SystemPackage

/// A `toopher serve` in a process of its own.
struct NodeProcess: Sendable {
    /// The base URL (`…/v1/`).
    let baseURL: String
    /// Sends the process a signal.
    let signal: @Sendable (Signal) throws -> Void

    /// Ends the process at once, as a crash does.
    func kill() throws { try signal(.kill) }

    /// How the processes are started.
    struct Options: Sendable {
        var database: String
        var keyFile: String
        /// 0 for a free one.
        var port = 0
        var environment: [String: String] = [:]
    }

    /// Runs `count` nodes on one database while `body` runs.
    static func run<Result: Sendable>(
        count: Int = 1, _ options: Options, _ body: @escaping @Sendable ([NodeProcess]) async throws -> Result
    ) async throws -> Result {
        try await start(count, [], options, body)
    }

    private static func start<Result: Sendable>(
        _ count: Int, _ running: [NodeProcess], _ options: Options,
        _ body: @escaping @Sendable ([NodeProcess]) async throws -> Result
    ) async throws -> Result {
        guard running.count < count else { return try await body(running) }
        let arguments = [
            "serve", "--port", String(options.port), "--database", options.database, "--key-file", options.keyFile,
        ]
        let outcome = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: Arguments(arguments),
            environment: ToopherProcess.environment(options.environment), input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            let announcement = "listening on "
            for try await line in execution.standardOutput.strings() where line.hasPrefix(announcement) {
                let node = NodeProcess(
                    baseURL: String(line.dropFirst(announcement.count).prefix { !$0.isNewline })
                ) { try execution.send(signal: $0) }
                // A node that was killed cannot be ended again.
                defer { try? execution.send(signal: .kill) }
                return try await start(count, running + [node], options, body)
            }
            throw NoAnnouncement()
        }
        return outcome.closureResult
    }

    /// The process ended before it listened.
    struct NoAnnouncement: Error {}
}

#endif
