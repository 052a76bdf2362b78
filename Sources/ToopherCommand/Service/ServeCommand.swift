#if Service

import ArgumentParser
import Logging
import Platform
import ToopherService
import UnixSignals
import WebSyntax

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

            Each option can be set in the environment too (--port is TOOPHER_PORT), or in a file that --config names \
            (port = 8042); the command line counts before the environment, and that before the file. toopher config check says \
            what holds.

            Example:
              toopher serve --external-url https://auth.example.org \\
                --push-contact mailto:admin@example.org
            """
    )

    @Option(help: "The address to listen on.")
    var address: String = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for a free one.")
    var port: Int = 8042

    @Option(
        help: """
            The most connections at once: what comes then is closed. (default: as many as the limit of open files \
            permits, up to \(ConnectionLimits.defaultMaximum))
            """)
    var maxConnections: Int?

    @Option(
        help: """
            The most connections from one address, or one /64 of IPv6 addresses. Loopback and trusted proxies are not \
            counted. (default: \(ConnectionLimits.defaultMaximumPerAddress); none with an https --external-url, where \
            all come from the proxy)
            """)
    var maxConnectionsPerAddress: Int?

    @Option(help: "The most connections to a PostgreSQL server, besides two for notifications.")
    var maxDatabaseConnections = 8

    @Flag(
        help: """
            Listen on an address that other machines reach without TLS: for experiments. Anybody on the way can read \
            and change what is sent.
            """)
    var insecureHTTP = false

    @Option(
        help: """
            The port of the operator's desk, on 127.0.0.1 only; 0 for a free one. Without it there is none. toopher admin \
            link opens it.
            """)
    var adminPort: Int?

    @OptionGroup var operations: OperationsOptions
    @OptionGroup var log: LogOptions
    @OptionGroup var hooks: HookOptions
    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var push: PushOptions
    @OptionGroup var externalURL: ExternalURLOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard adminPort.map((0...65535).contains) ?? true else {
            throw ValidationError("--admin-port takes 0 to 65535")
        }
        guard maxConnections ?? 1 > 0 else { throw ValidationError("--max-connections takes a number from 1") }
        guard maxConnectionsPerAddress ?? 1 > 0 else {
            throw ValidationError("--max-connections-per-address takes a number from 1")
        }
        guard (1...64).contains(maxDatabaseConnections) else {
            throw ValidationError("--max-database-connections takes 1 to 64")
        }
        guard try insecureHTTP || isLoopback || externalURL.isSecure() else {
            throw ValidationError(
                """
                other machines reach \(address), and the service speaks plain HTTP: put a proxy with TLS in front of it \
                and give --external-url https://… or --trusted-proxy, or listen on 127.0.0.1; for an experiment give \
                --insecure-http
                """)
        }
    }

    private var isLoopback: Bool { IPAddress(address)?.isLoopback ?? (address.lowercased() == "localhost") }

    /// Returns the settings of the service.
    func serviceConfiguration() throws -> ServiceConfiguration {
        var configuration = database.configuration(log.logger)
        configuration.isExclusive = true
        configuration.address = address
        configuration.port = port
        configuration.operations = operations.address
        configuration.hasDesk = adminPort != nil
        configuration.externalURL = try externalURL.source()
        configuration.smsCommand = try hooks.smsCommand()
        configuration.mailCommand = try hooks.mailCommand()
        configuration.webhooks = try webhooks.settings()
        configuration.push = try push.settings(configuration.externalURL)
        configuration.clientAddressProxies = try externalURL.addressProxies()
        configuration.databaseConnections = maxDatabaseConnections
        configuration.connections.maximum = maxConnections
        configuration.connections.maximumPerAddress = maxConnectionsPerAddress
        return configuration
    }

    func run() async throws {
        let configuration = try serviceConfiguration()
        DescriptorLimit.raise()
        let notifier = ServiceNotifier(Environment.value("NOTIFY_SOCKET"))
        let (logger, wakesNobody) = (configuration.logger, configuration.push == nil && !push.isOff)
        let host = operations.host
        try await ToopherService.open(configuration) { service in
            // Trapped before listening: the default action of a signal would cut connections.
            try await Self.serve(
                service, adminPort: adminPort, until: UnixSignalsSequence(trapping: .sigterm, .sigint), notifier,
                operationsHost: host
            ) {
                if wakesNobody { logger.notice("phones are not woken up: give --push-contact, or --no-push") }
            }
        }
    }

    private static func serve(
        _ service: ToopherService, adminPort: Int?, until signals: UnixSignalsSequence, _ notifier: ServiceNotifier?,
        operationsHost host: String, onListening: @escaping @Sendable () -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await service.run { _, baseURL in
                    print("listening on \(baseURL)")
                    flushStandardOutput()
                    notifier?.notify("READY=1")
                    onListening()
                } onOperationsListening: { port in
                    print("health and metrics on http://\(host):\(port)/")
                    flushStandardOutput()
                }
            }
            group.addTask {
                for await _ in signals {
                    notifier?.notify("STOPPING=1")
                    return
                }
            }
            if let adminPort {
                group.addTask {
                    try await service.runAdmin(address: "127.0.0.1", port: adminPort) { port in
                        print("the desk is on http://127.0.0.1:\(port)/admin")
                        flushStandardOutput()
                    }
                }
            }
            // The first to end: the service, with an error, or a signal.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

#endif
