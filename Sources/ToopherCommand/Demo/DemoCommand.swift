#if Service

import ArgumentParser
import Logging
import ToopherService
import UnixSignals

/// `toopher demo`: a complete run.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a service, a sample shop and its phone, for a browser on this machine; or one walk without one.",
        discussion: """
            Prints the addresses of the shop and of the phone, and what goes over the wire, until it is interrupted.

            With --terminal, one walk from pairing to a verified postback, in which you decide for the phone; with \
            --unattended a virtual phone does. Its exit status is 0 only if every step had the expected outcome.

            Example:
              toopher demo --unattended
            """
    )

    @Flag(help: "Walk through everything once at this terminal, without a browser.")
    var terminal = false

    @Flag(help: "Let a virtual phone approve.")
    var unattended = false

    @Flag(help: "Let a virtual phone approve the pairing, and then deny.")
    var deny = false

    private static let files = ["toopher.sqlite", "toopher.sqlite-wal", "toopher.sqlite-shm", "toopher.sqlite.key"]

    func run() async throws {
        let user = try person()
        let folder = try TemporaryFolder()
        defer { folder.remove(files: Self.files) }
        // An interrupted demo must leave nothing behind either.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let watcher = Task {
            for await _ in signals {
                folder.remove(files: Self.files)
                endProcess(status: 130)
            }
        }
        defer { watcher.cancel() }
        let narrator = Narrator()
        var configuration = ServiceConfiguration(database: folder.path + "/toopher.sqlite", logger: .demo)
        if user == nil {
            // A person may read first.
            configuration.lifetimes.pairing = 12 * 3600
            configuration.logger = Logger(label: "toopher") { _ in NarratingLogHandler(narrator: narrator) }
            configuration.logger.logLevel = .debug
        }
        try await ToopherService.open(configuration) { try await run($0, in: folder, user, narrator) }
    }

    /// Who decides for the phone of a walk; `nil` for the demo in a browser.
    private func person() throws -> DemoUser? {
        if unattended || deny { return deny ? .denying : .approving }
        guard terminal else { return nil }
        guard StandardInput.isTerminal else {
            throw CommandError("nobody is here to play the phone: give --unattended")
        }
        return .atTerminal
    }

    private func run(
        _ service: ToopherService, in folder: TemporaryFolder, _ user: DemoUser?, _ narrator: Narrator
    ) async throws {
        let (addresses, announcement) = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announcement.finish() }
                try await service.run { _, baseURL in announcement.yield(baseURL) }
            }
            for await baseURL in addresses {
                if let user {
                    narrator.step("The service starts")
                    narrator.say("It listens on \(baseURL), its database is in \(folder.path).")
                    try await Demo(service: service, baseURL: baseURL, user: user, narrator: narrator).run()
                } else {
                    try await BrowserDemo(service: service, baseURL: baseURL, narrator: narrator).run()
                }
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

extension Logger {
    /// Says what goes wrong.
    static var demo: Logger {
        var logger = Logger(label: "toopher", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }
}

#endif
