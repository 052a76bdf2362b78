#if Service

import ArgumentParser
import Logging
import ToopherService
import UnixSignals

/// `toopher serve`: runs the service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service.",
        discussion: """
            Prints the URL it listens on. Ends on SIGTERM or SIGINT, after the requests in flight. Speaks plain HTTP: \
            put a proxy with TLS in front of it, and state the URL that clients call.

            A signature covers that URL. With --external-url it is fixed. With --trusted-proxy the proxies state it \
            in header fields; these are ignored in requests from other peers. Without both, and in requests that no \
            trusted proxy has forwarded, Host must name the address that the service listens on.
            """
    )

    @Option(help: "The address to listen on.")
    var address: String = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for a free one.")
    var port: Int = 8042

    @OptionGroup var externalURL: ExternalURLOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
    }

    func run() async throws {
        var configuration = database.configuration()
        configuration.logger.logLevel = .info
        configuration.address = address
        configuration.port = port
        configuration.externalURL = try externalURL.source()
        let service = try ToopherService(configuration: configuration)
        // Trapped before listening: the default action of a signal would cut connections.
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
            // The first to end: the service, with an error, or a signal.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

#endif
