#if Service

import ArgumentParser
import Logging
import ToopherService
import UnixSignals

/// `toopher demo`: a complete run.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run everything once, from pairing to a verified postback, with a service of its own.",
        discussion: """
            At a terminal you decide for the phone. With --unattended a virtual phone does. The exit status is 0 only \
            if every step had the expected outcome.
            """
    )

    @Flag(help: "Let a virtual phone approve.")
    var unattended = false

    @Flag(help: "Let a virtual phone approve the pairing, and then deny.")
    var deny = false

    private static let files = ["toopher.sqlite", "toopher.sqlite-wal", "toopher.sqlite-shm", "toopher.sqlite.key"]

    func run() async throws {
        let user: DemoUser
        if unattended || deny {
            user = deny ? .denying : .approving
        } else {
            guard StandardInput.isTerminal else {
                throw CommandError("nobody is here to play the phone: give --unattended")
            }
            user = .atTerminal
        }
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
        var logger = Logger(label: "toopher", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        let configuration = ServiceConfiguration(database: folder.path + "/toopher.sqlite", logger: logger)
        try await ToopherService.open(configuration) { try await run($0, in: folder, user) }
    }

    private func run(_ service: ToopherService, in folder: TemporaryFolder, _ user: DemoUser) async throws {
        let (addresses, announcement) = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announcement.finish() }
                try await service.run { _, baseURL in announcement.yield(baseURL) }
            }
            for await baseURL in addresses {
                let narrator = Narrator()
                narrator.step("The service starts")
                narrator.say("It listens on \(baseURL), its database is in \(folder.path).")
                try await Demo(service: service, baseURL: baseURL, user: user, narrator: narrator).run()
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

#endif
