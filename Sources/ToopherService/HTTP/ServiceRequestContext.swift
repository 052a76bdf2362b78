#if Service

internal import Hummingbird
internal import NIOCore

/// What the routes know of a request besides its head and body.
struct ServiceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The IP address of the other end of the connection; `nil` if it has none.
    let peer: String?
    /// The connection of the request; `nil` without one.
    let connection: ClientConnection?

    /// The path of the route that has taken the request, with braces around what varies; `nil` if none has.
    var routePath: String? { coreContext.endpointPath.value }

    /// Creates the context of a request on a connection.
    init(source: ApplicationRequestContextSource) {
        self.init(source, peer: source.channel.remoteAddress?.ipAddress, connection: nil)
    }

    /// Creates the context of a request from `peer`.
    init(_ source: some RequestContextSource, peer: String?, connection: ClientConnection?) {
        coreContext = .init(source: source)
        self.peer = peer
        self.connection = connection
    }
}

#endif
