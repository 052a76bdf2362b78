#if Service

import Subprocess
import SystemPackage

/// A `toopher serve` in a process of its own.
struct NodeProcess: Sendable {
    /// The base URL (`…/v1/`).
    let baseURL: String
    /// Ends the process at once, as a crash does.
    let kill: @Sendable () throws -> Void

    /// Runs `count` nodes on one database while `body` runs.
    static func run<Result: Sendable>(
        count: Int, database: String, keyFile: String,
        _ body: @escaping @Sendable ([NodeProcess]) async throws -> Result
    ) async throws -> Result {
        try await start(count, [], database, keyFile, body)
    }

    private static func start<Result: Sendable>(
        _ count: Int, _ running: [NodeProcess], _ database: String, _ keyFile: String,
        _ body: @escaping @Sendable ([NodeProcess]) async throws -> Result
    ) async throws -> Result {
        guard running.count < count else { return try await body(running) }
        let arguments = ["serve", "--port", "0", "--database", database, "--key-file", keyFile]
        let outcome = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: Arguments(arguments), environment: ToopherProcess.environment([:]),
            input: .none, output: .sequence, error: .discarded
        ) { execution in
            let announcement = "listening on "
            for try await line in execution.standardOutput.strings() where line.hasPrefix(announcement) {
                let node = NodeProcess(
                    baseURL: String(line.dropFirst(announcement.count).prefix { !$0.isNewline })
                ) { try execution.send(signal: .kill) }
                // A node that was killed cannot be ended again.
                defer { try? execution.send(signal: .kill) }
                return try await start(count, running + [node], database, keyFile, body)
            }
            throw NoAnnouncement()
        }
        return outcome.closureResult
    }

    /// The process ended before it listened.
    struct NoAnnouncement: Error {}
}

#endif
