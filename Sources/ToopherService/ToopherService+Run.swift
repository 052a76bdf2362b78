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
    /// - Parameter onListening: Called once with the port and the base URL (`…/v1/`). Requests are served while it runs; it
    ///   is cancelled when the service ends.
    /// - Throws: ``ServiceError/cannotListen(address:port:reason:)``, ``ServiceError/serverFailed(reason:)``.
    public func run(
        onListening: @escaping @Sendable (_ port: Int, _ baseURL: String) async -> Void
    ) async throws(ServiceError) {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let core = core
        let responder = ServiceRouter.make(core)
        let application = Application(
            responder: responder,
            server: try server(responder),
            configuration: .init(address: .hostname(configuration.address, port: configuration.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                core.urls.listen(on: port)
                continuation.yield(port)
                continuation.finish()
            }, logger: configuration.logger)
        var lifecycle = ServiceGroupConfiguration(services: [application], logger: configuration.logger)
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
    private func server(_ responder: ServiceResponder) throws(ServiceError) -> HTTPServerBuilder {
        let limits = configuration.connections
        let perAddress: Int
        if let maximum = limits.maximumPerAddress {
            perAddress = max(1, maximum)
        } else {
            perAddress = core.origins.isBehindProxy ? .max : ConnectionLimits.defaultMaximumPerAddress
        }
        let gate = ConnectionGate(
            maximum: try limits.maximum(
                descriptors: DescriptorLimit.current,
                others: (configuration.webhooks?.limits.descriptors ?? 0)
                    + (configuration.push?.limits.descriptors ?? 0)),
            maximumPerAddress: perAddress,
            isExempt: { [origins = core.origins] in origins.isShared($0) }, logger: configuration.logger)
        let channel = GuardedHTTPChannel(
            responder, gate: gate, times: ConnectionState.Times(limits), clock: core.clock,
            logger: configuration.logger)
        return HTTPServerBuilder { _ in channel }
    }

    private func serviceError(for error: any Error) -> ServiceError {
        guard let error = error as? IOError else { return ServiceError(error) }
        return .cannotListen(
            address: configuration.address, port: configuration.port,
            reason: SystemError(code: error.errnoCode).description)
    }
}

#endif
