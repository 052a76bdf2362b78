internal import Glibc

/// A check that keeps pooled connections with unread bytes from being reused. Used on the agent's thread.
///
/// Bytes after a response belong to no request, and a client must not take them for the next response (RFC 9112
/// section 6.3). libcurl before 8.0 reuses a connection on which bytes arrived after it was returned to the pool: a server,
/// or a proxy on the path, that can be made to send too much would then determine the next response.
final class ConnectionReuseCheck {
    /// The two ends of a connection. Unix sockets have none, so their connections are not reused.
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

    /// How many sockets are recorded before those of closed connections are removed.
    private static let pruneLimit = 1024

    /// The sockets of the connections that had an HTTP/1 response. HTTP/2 frames may arrive at any time, and say what they
    /// belong to.
    private var sockets: [Endpoints: Int32] = [:]
    private var pruneCount = ConnectionReuseCheck.pruneLimit

    /// The number of recorded connections.
    var count: Int { sockets.count }

    /// Returns whether a transfer was given a pooled connection that has unread bytes or was closed by the peer.
    func isUnusable(_ endpoints: Endpoints, isReused: Bool) -> Bool {
        guard isReused else {
            sockets[endpoints] = nil
            return false
        }
        guard let socket = sockets[endpoints] else { return false }
        var byte: UInt8 = 0
        return unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0
    }

    /// Records the connection of a transfer that ended with an HTTP/1 response.
    func record(_ endpoints: Endpoints, socket: () -> Int32?) {
        guard sockets[endpoints] == nil, let socket = socket() else { return }
        sockets[endpoints] = socket
        if sockets.count > pruneCount { prune() }
    }

    /// Removes closed connections: their sockets are closed, or belong to other connections by now.
    private func prune() {
        sockets = sockets.filter { endpoints, socket in Self.localPort(of: socket) == endpoints.localPort }
        pruneCount = max(Self.pruneLimit, 2 * sockets.count)
    }

    private static func localPort(of socket: Int32) -> Int32? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &size) }
        }
        guard result == 0 else { return nil }
        return unsafe withUnsafeBytes(of: address) { bytes in
            // `sin_port` and `sin6_port` have the same offset.
            Int32(UInt16(bigEndian: unsafe bytes.load(fromByteOffset: 2, as: UInt16.self)))
        }
    }
}
