internal import Glibc

/// The connections of a transport that may be in libcurl's pool, and what keeps them in order. Used on the agent's thread.
///
/// libcurl looks at its idle connections only when a transfer begins. Until then a server that closes one would leave it
/// half open, and its HTTP/2 PINGs would stay without acknowledgement (RFC 9113 section 6.7). So the agent waits for idle
/// connections, too, and makes libcurl look when there is something to read.
///
/// Bytes after a response belong to no request, and a client must not take them for the next response (RFC 9112
/// section 6.3). libcurl before 8.0 reuses a connection on which bytes arrived after it was returned to the pool: a server,
/// or a proxy on the path, that can be made to send too much would then determine the next response.
final class PooledConnections {
    /// The two ends of a connection. Unix sockets have none; their connections are not recorded.
    struct Endpoints: Hashable {
        let remoteAddress: String
        let remotePort: Int32
        let localAddress: String
        let localPort: Int32

        /// The ports distinguish nearly all connections.
        func hash(into hasher: inout Hasher) {
            hasher.combine(remotePort)
            hasher.combine(localPort)
        }
    }

    /// How often libcurl is made to look, until a connection is silent or closed. It looks once a second at most.
    private static let maximumSweeps = 1000
    private static let sweepInterval = Duration.milliseconds(100)

    private let poller: SocketPoller
    private var connections: [Endpoints: PooledConnection] = [:]
    /// The sockets of idle connections on which something happened.
    private var activeSockets: [Int32] = []
    private var sweeps = 0
    /// The time at which libcurl has to look at its idle connections, if any.
    private(set) var sweepDue: ContinuousClock.Instant?

    /// Creates an empty record.
    ///
    /// - Parameter poller: Waits for idle connections.
    init(_ poller: SocketPoller) { self.poller = poller }

    /// The number of recorded connections.
    var count: Int { connections.count }

    // MARK: Transfers

    /// Notes that a transfer is about to use a connection.
    ///
    /// - Returns: The connection, and whether it may be used: the peer has not closed it, and no bytes wait that belong to no
    ///   response.
    func use(_ endpoints: Endpoints, isReused: Bool) -> (connection: PooledConnection, isUsable: Bool) {
        guard isReused, endpoints.localPort > 0, let known = connections[endpoints] else {
            let connection = PooledConnection()
            if endpoints.localPort > 0 { connections[endpoints] = connection }
            return (connection, true)
        }
        known.users += 1
        // A connection of HTTP/1 has one user at a time; the end of the one before may not have been noted yet.
        guard let socket = known.socket, known.users == 1 || known.isHTTP1 else { return (known, true) }
        stopWaiting(for: socket)
        return switch Self.peek(socket) {
        case .nothing: (known, true)
        // HTTP/2 frames may arrive at any time, and say what they belong to. libcurl from 8.0 on checks for bytes by itself.
        case .bytes: (known, !known.isHTTP1 || CurlLibrary.checksReusedConnections)
        case .end: (known, false)
        }
    }

    /// Notes that a transfer has ended.
    ///
    /// - Parameter socket: Returns the socket of its connection, if that is open; not called if it is known.
    func release(_ endpoints: Endpoints, isHTTP1: Bool, socket: () -> Int32?) {
        guard let connection = connections[endpoints] else { return }
        connection.users -= 1
        connection.isHTTP1 = isHTTP1
        if connection.socket == nil { connection.socket = socket() }
        guard connection.users == 0 else { return }
        guard let socket = connection.socket else {
            connections[endpoints] = nil
            return
        }
        poller.watch(idle: socket)
    }

    /// Notes that libcurl closes a socket.
    func socketWillClose(_ socket: Int32) {
        stopWaiting(for: socket)
        poller.forget(socket)
        if let endpoints = endpoints(of: socket) { connections[endpoints] = nil }
    }

    // MARK: Idle connections

    /// Notes that something can be read on an idle connection.
    func becameReadable(_ socket: Int32, at now: ContinuousClock.Instant) {
        poller.stopWatching(socket)
        activeSockets.append(socket)
        sweeps = 0
        sweepDue = now
    }

    /// Ends what libcurl did not close when it looked, and decides whether it has to look again.
    func didSweep(at now: ContinuousClock.Instant) {
        sweeps += 1
        activeSockets.removeAll { socket in
            let connection = endpoints(of: socket).flatMap { connections[$0] }
            switch Self.peek(socket) {
            case .nothing:
                poller.watch(idle: socket)
                return true
            case .bytes where connection?.isHTTP1 == false: return false
            // No response will come on this connection. After a shutdown it is closed for the peer, and for libcurl when it
            // looks next.
            case .bytes: Self.discardInput(of: socket)
            case .end: break
            }
            shutdown(socket, Int32(SHUT_RDWR))
            return false
        }
        if activeSockets.isEmpty || sweeps >= Self.maximumSweeps {
            activeSockets = []
            sweepDue = nil
        } else {
            sweepDue = now + Self.sweepInterval
        }
    }

    private func stopWaiting(for socket: Int32) {
        poller.stopWatching(socket)
        if !activeSockets.isEmpty { activeSockets.removeAll { $0 == socket } }
    }

    private func endpoints(of socket: Int32) -> Endpoints? {
        connections.first { $0.value.socket == socket }?.key
    }
}

// MARK: - Sockets

extension PooledConnections {
    private enum Input { case nothing, bytes, end }

    private static func peek(_ socket: Int32) -> Input {
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        if count > 0 { return .bytes }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
    }

    private static func discardInput(of socket: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A peer that sends without end is cut off by the shutdown that follows.
        for _ in 0..<64 {
            guard unsafe recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 else { return }
        }
    }
}
