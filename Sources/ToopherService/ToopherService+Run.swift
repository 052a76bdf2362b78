#if Service

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Platform
internal import ServiceLifecycle

extension ToopherService {
    /// Listens and serves until the task is cancelled or the service group shuts down.
    ///
    /// Either stops accepting connections and completes the requests in flight.
    ///
    /// - Parameters:
    ///   - onListening: Called once with the port and the base URL (`…/v1/`). Requests are served while it runs; it is
    ///   cancelled when the service ends.
    ///   - onOperationsListening: Called once with the port on which the operator is told of health and metrics, if there is
    ///   one.
    /// - Throws: ``ServiceError/cannotListen(address:port:reason:)``, ``ServiceError/serverFailed(reason:)``.
    public func run(
        onListening: @escaping @Sendable (_ port: Int, _ baseURL: String) async -> Void,
        onOperationsListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws(ServiceError) {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let core = core
        let responder = ServiceRouter.make(core)
        let (gate, dates) = (try connectionGate(), ResponseDates(clock: core.clock))
        let application = Application(
            responder: responder,
            server: server(responder, gate, dates),
            configuration: .init(address: .hostname(configuration.address, port: configuration.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                core.urls.listen(on: port)
                continuation.yield(port)
                continuation.finish()
            }, logger: configuration.logger)
        let operations = operationsServer(responder, gate, dates, onOperationsListening)
        // They end in the opposite order: it is told that the service ends while requests are completed.
        let services: [any Service] = (operations.map { [$0] } ?? []) + [application]
        var lifecycle = ServiceGroupConfiguration(services: services, logger: configuration.logger)
        // A client that never reads its response must not delay the shutdown for ever.
        lifecycle.maximumGracefulShutdownDuration = .seconds(30)
        let group = ServiceGroup(configuration: lifecycle)

        let listener = Task {
            for await port in ports { await onListening(port, core.urls.baseURL(port: port) + "/v1/") }
        }
        let maintenance = Task { await ServiceMaintenance(core: core, logger: configuration.logger).run() }
        let sender = core.webhookSender(configuration)
        let webhooks = Task { await sender?.run() }
        let push = Task { await core.push?.run() }
        let audit = Task { [sealer] in await sealer.run() }
        // In a task of its own, since cancelling the caller must not cut the connections.
        let server = Task {
            defer { continuation.finish() }
            try await group.run()
        }
        let result = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await server.result
            } onGracefulShutdown: {
                core.changes.shutDown()
            }
        } onCancel: {
            core.changes.shutDown()
            Task { await group.triggerGracefulShutdown() }
        }
        listener.cancel()
        maintenance.cancel()
        webhooks.cancel()
        push.cancel()
        audit.cancel()
        await listener.value
        await maintenance.value
        await webhooks.value
        await push.value
        await audit.value
        if case .failure(let error) = result { throw serviceError(for: error) }
    }

    /// HTTP/1.1 within the configured limits.
    private func server(
        _ responder: ServiceResponder, _ gate: ConnectionGate, _ dates: ResponseDates
    ) -> HTTPServerBuilder {
        let channel = GuardedHTTPChannel(
            responder, gate: gate, times: ConnectionState.Times(configuration.connections), dates: dates,
            logger: configuration.logger)
        return HTTPServerBuilder { _ in channel }
    }

    /// The listener for the operator; `nil` if there is to be none.
    private func operationsServer(
        _ responder: ServiceResponder, _ gate: ConnectionGate, _ dates: ResponseDates,
        _ onListening: @escaping @Sendable (_ port: Int) -> Void
    ) -> OperationsServer? {
        guard let address = configuration.operations, let metrics = core.metrics, let requests = responder.metrics
        else {
            return nil
        }
        let core = core
        let router = OperationsRouter(
            readiness: Readiness(changes: core.changes) { try await core.store.isOpened() },
            metrics: {
                let log = await Readiness.first(within: .seconds(2)) { try? await core.store.logStatus() }
                return metrics.text(core, requests: requests, gate: gate, log: log)
            })
        return OperationsServer(
            address: address, router: router, times: ConnectionState.Times(configuration.connections), dates: dates,
            logger: configuration.logger, onListening: onListening)
    }

    /// The places for connections.
    private func connectionGate() throws(ServiceError) -> ConnectionGate {
        let limits = configuration.connections
        let perAddress: Int
        if let maximum = limits.maximumPerAddress {
            perAddress = max(1, maximum)
        } else {
            perAddress = core.origins.isBehindProxy ? .max : ConnectionLimits.defaultMaximumPerAddress
        }
        return ConnectionGate(
            maximum: try limits.maximum(
                descriptors: DescriptorLimit.current,
                others: (configuration.webhooks?.limits.descriptors ?? 0)
                    + (configuration.push?.limits.descriptors ?? 0)
                    + (configuration.operations == nil ? 0 : OperationsServer.descriptors)),
            maximumPerAddress: perAddress,
            isExempt: { [origins = core.origins] in origins.isShared($0) }, logger: configuration.logger,
            counting: core.metrics?.limits)
    }

    private func serviceError(for error: any Error) -> ServiceError {
        guard let error = error as? IOError else { return ServiceError(error) }
        return .cannotListen(
            address: configuration.address, port: configuration.port,
            reason: SystemError(code: error.errnoCode).description)
    }
}

#endif
