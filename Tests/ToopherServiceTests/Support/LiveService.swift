#if Service

import CurlTransport
import HTTPExchange
import HTTPTypes
import Logging
import OAuth1

@testable import ToopherService

/// A server on a free loopback port, with the system's clock.
struct LiveService: Sendable {
    let service: ToopherService
    let port: Int
    let baseURL: String
    let transport: CurlTransport
    /// What the operator is told of health and metrics, if the service tells it.
    var operations: LiveOperations?

    /// Runs a test with a service; returns after its shutdown, and throws what `run` throws.
    static func run(
        database: String? = nil, externalURL: ExternalURLSource = .listeningAddress,
        longPoll: Duration = .seconds(20), connections: ConnectionLimits = ConnectionLimits(),
        waits: WaitLimits = WaitLimits(), operations: ListeningAddress? = nil,
        events: EventStreamTimes = EventStreamTimes(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        configure: (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (LiveService) async throws -> Void
    ) async throws {
        var configuration = TestDatabase.configuration(database, logger: logger)
        configuration.externalURL = externalURL
        configuration.connections = connections
        configuration.waits = waits
        configuration.operations = operations
        configure(&configuration)
        let service = try await ToopherService(
            configuration: configuration, clock: SystemClock.unixSeconds, random: SystemRandom.source,
            longPoll: longPoll, events: events)
        let transport = try CurlTransport()
        let (starts, continuation) = AsyncStream<(Int, String)>.makeStream()
        let (ports, operationsStarted) = AsyncStream<Int>.makeStream()
        let server = Task {
            defer {
                continuation.finish()
                operationsStarted.finish()
            }
            try await service.run { port, baseURL in
                continuation.yield((port, baseURL))
            } onOperationsListening: {
                operationsStarted.yield($0)
            }
        }
        for await (port, baseURL) in starts.prefix(1) {
            do {
                var live = LiveService(service: service, port: port, baseURL: baseURL, transport: transport)
                if operations != nil {
                    for await port in ports.prefix(1) {
                        live.operations = LiveOperations(port: port, transport: transport)
                    }
                }
                try await body(live)
            } catch {
                server.cancel()
                _ = await server.result
                throw error
            }
        }
        server.cancel()
        try await server.value
        await transport.close()
        await service.close()
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = nil, headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> ServiceResponse {
        var request = HTTPRequest(
            method: method, scheme: "http", authority: host ?? "127.0.0.1:\(port)", path: path, headerFields: headers)
        request.headerFields[.accept] = "application/json"
        let response = try await transport.send(request, body: body)
        return ServiceResponse(
            status: response.head.status.code, headers: response.head.headerFields, body: response.body)
    }
}

/// The listener on which the operator is told of health and metrics.
struct LiveOperations: Sendable {
    let port: Int
    let transport: CurlTransport

    func send(_ method: HTTPRequest.Method, _ path: String) async throws -> ServiceResponse {
        let request = HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: path)
        let response = try await transport.send(request)
        return ServiceResponse(
            status: response.head.status.code, headers: response.head.headerFields, body: response.body)
    }
}

#endif
