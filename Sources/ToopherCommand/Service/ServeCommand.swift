#if Service

import ArgumentParser
import Logging
import ToopherService
import UnixSignals

/// `toopher serve`: the service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service.",
        discussion: """
            Prints where it listens. Ends on SIGTERM or SIGINT, after finishing what is in flight. Speaks plain HTTP: \
            put a proxy with TLS before it, and say with --external-url what clients call it.
            """
    )

    @Option(help: "The address to listen on.")
    var address: String = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: Int = 8042

    @Option(help: "The URL that clients call, such as https://auth.example.org: signatures cover it.")
    var externalURL: String?

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
    }

    func run() async throws {
        var configuration = database.configuration()
        configuration.logger.logLevel = .info
        configuration.address = address
        configuration.port = port
        configuration.externalURL = externalURL
        let service = try ToopherService(configuration: configuration)
        // Trapped before listening, so that no signal finds the default behaviour.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await service.run { _, baseURL in
                    print("listening on \(baseURL)")
                    flushStandardOutput()
                }
            }
            group.addTask {
                for await _ in signals { return }
            }
            // Whichever comes first: the end of the service (an error), or a signal.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

#endif
