#if Service

import Subprocess
import SystemPackage
import Testing

/// `toopher serve` in a process of its own.
enum RunningService {
    /// Runs a service in a folder, calls `body` with its base URL, and ends it with SIGTERM.
    static func run(
        in folder: String, _ body: @escaping @Sendable (_ baseURL: String) async throws -> Void
    ) async throws {
        let result = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: ["serve", "--port", "0", "--no-push"],
            environment: ToopherProcess.environment([:]), workingDirectory: FilePath(folder), input: .none,
            output: .sequence, error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                let announcement = "listening on "
                guard line.hasPrefix(announcement) else { continue }
                // Whatever happens: the end of the service ends the loop.
                defer { try? execution.send(signal: .terminate) }
                try await body(String(line.dropFirst(announcement.count).prefix { !$0.isNewline }))
            }
        }
        #expect(result.terminationStatus == .exited(0))
    }
}

#endif
