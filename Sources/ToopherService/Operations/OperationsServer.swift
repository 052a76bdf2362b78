#if Service

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Platform
internal import ServiceLifecycle

/// The listener for the operator. It ends after that of the requests, so that it says meanwhile that the node ends.
struct OperationsServer: Service, CustomStringConvertible {
    /// The most connections: what asks is a monitor or two.
    static let maximumConnections = 32
    /// What it needs, with the listener itself.
    static let descriptors = maximumConnections + 1

    let address: ListeningAddress
    let router: OperationsRouter
    let times: ConnectionState.Times
    let dates: ResponseDates
    let logger: Logger
    let onListening: @Sendable (_ port: Int) -> Void

    /// A word for the log, in place of everything that it consists of.
    var description: String { "operations" }

    func run() async throws {
        let gate = ConnectionGate(
            maximum: Self.maximumConnections, maximumPerAddress: Self.maximumConnections, isExempt: { _ in false },
            logger: logger)
        let responder = router.responder()
        let channel = GuardedHTTPChannel(responder, gate: gate, times: times, dates: dates, logger: logger)
        let application = Application(
            responder: responder, server: HTTPServerBuilder { _ in channel },
            configuration: .init(address: .hostname(address.host, port: address.port)),
            onServerRunning: { [onListening] channel in onListening(channel.localAddress?.port ?? 0) }, logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw ServiceError.cannotListen(
                address: address.host, port: address.port, reason: SystemError(code: error.errnoCode).description)
        }
    }
}

#endif
