#if Service

import Subprocess
import SystemPackage

/// A `toopher serve` in a process of its own, on a free port of 127.0.0.1.
struct BenchServiceNode: Sendable {
    /// The base URL (`…/v1/`).
    let baseURL: String
    /// The id of the process.
    let process: Int32
    /// From the start of the process until it listened.
    let startUp: Duration

    /// Runs `count` nodes on a database, calls `body` with them, and ends them.
    static func run<Result: Sendable>(
        count: Int, arguments: [String], _ body: ([BenchServiceNode]) async throws -> Result
    ) async throws -> Result {
        let (nodes, continuation) = AsyncThrowingStream<BenchServiceNode, any Error>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do {
                        try await runProcess(arguments) { continuation.yield($0) }
                        continuation.finish(throwing: CommandError("a node ended"))
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
            }
            var running: [BenchServiceNode] = []
            for try await node in nodes {
                running.append(node)
                if running.count == count { break }
            }
            let result = try await body(running)
            group.cancelAll()
            return result
        }
    }

    /// Runs a process until the task is cancelled.
    private static func runProcess(
        _ arguments: [String], _ onListening: @escaping @Sendable (BenchServiceNode) -> Void
    ) async throws {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        let start = ContinuousClock.now
        let announcement = "listening on "
        _ = try await Subprocess.run(
            .path("/proc/self/exe"), arguments: Arguments(["serve", "--port", "0"] + arguments),
            platformOptions: options, input: .none, output: .sequence, error: .currentStandardError
        ) { execution in
            for try await line in execution.standardOutput.strings() where line.hasPrefix(announcement) {
                onListening(
                    BenchServiceNode(
                        baseURL: String(line.dropFirst(announcement.count).prefix { !$0.isNewline }),
                        process: Int32(execution.processIdentifier.value), startUp: .now - start))
            }
        }
    }
}

#endif
