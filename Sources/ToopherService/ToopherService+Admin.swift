#if Service

internal import CryptoCore
internal import Hummingbird
internal import NIOCore
internal import Platform
internal import ServiceLifecycle

extension ToopherService {
    /// Creates a link to the operator's desk, which works once and for ten minutes; returns its path and query.
    ///
    /// - Throws: ``ServiceError``
    public func makeAdminLink() async throws(ServiceError) -> String {
        do {
            let token = try LinkToken.make(core.random)
            try await core.store.addAdminLink(digest: try LinkToken.digest("link " + token), now: core.clock())
            return "/admin/enter?token=\(token)"
        } catch {
            throw ServiceError(error)
        }
    }

    /// Serves the operator's desk on a listener of its own, until the task is cancelled.
    ///
    /// It speaks plain HTTP: on any address but a loopback one, somebody on the way can take the session.
    ///
    /// - Parameter onListening: Called once with the port.
    /// - Throws: ``ServiceError/cannotListen(address:port:reason:)``, ``ServiceError/serverFailed(reason:)``.
    public func runAdmin(
        address: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws(ServiceError) {
        let application = Application(
            responder: AdminResponder(self), configuration: .init(address: .hostname(address, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: configuration.logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: configuration.logger))
        let sampler = Task { [core] in await ActivitySampler(core: core).run() }
        defer { sampler.cancel() }
        do {
            try await withTaskCancellationHandler {
                try await group.run()
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch let error as IOError {
            throw .cannotListen(address: address, port: port, reason: SystemError(code: error.errnoCode).description)
        } catch {
            throw ServiceError(error)
        }
    }
}

#endif
