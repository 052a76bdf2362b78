#if Service

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Platform
internal import ServiceLifecycle

extension ToopherService {
    /// Listens and serves until told to stop, then returns.
    ///
    /// Cancelling the task, or a graceful shutdown of the surrounding service group, stops accepting and finishes what
    /// is in flight.
    ///
    /// - Parameter onListening: called once, with the port and the base URL (`…/v1/`); requests are served while it
    ///   runs, and it is cancelled when the service ends.
    public func run(
        onListening: @escaping @Sendable (_ port: Int, _ baseURL: String) async -> Void
    ) async throws(ServiceError) {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let core = core
        let application = Application(
            router: ServiceRouter.make(core),
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(75), httpDecoderConfiguration: .init(maxHeaderListSize: 32 * 1024))),
            configuration: .init(address: .hostname(configuration.address, port: configuration.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                core.external.bind(port: port)
                continuation.yield(port)
                continuation.finish()
            }, logger: configuration.logger)
        var lifecycle = ServiceGroupConfiguration(services: [application], logger: configuration.logger)
        // A client that never reads its reply cannot hold the shutdown up for ever.
        lifecycle.maximumGracefulShutdownDuration = .seconds(30)
        let group = ServiceGroup(configuration: lifecycle)

        let listener = Task {
            for await port in ports { await onListening(port, core.external.base(port: port) + "/v1/") }
        }
        // A task of its own: cancelling the caller must stop the server gracefully, not cut its connections.
        let server = Task {
            defer { continuation.finish() }
            try await group.run()
        }
        let result = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await server.result
            } onGracefulShutdown: {
                core.wakeUps.finish()
            }
        } onCancel: {
            core.wakeUps.finish()
            Task { await group.triggerGracefulShutdown() }
        }
        listener.cancel()
        await listener.value
        if case .failure(let error) = result { throw serviceError(for: error) }
    }

    private func serviceError(for error: any Error) -> ServiceError {
        guard let error = error as? IOError else { return ServiceError(error) }
        return .cannotListen(
            address: configuration.address, port: configuration.port,
            reason: SystemError(code: error.errnoCode).description)
    }
}

#endif
