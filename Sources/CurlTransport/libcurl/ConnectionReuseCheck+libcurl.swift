internal import CCurl
internal import Glibc

/// Which kept connections may be used for another request. Belongs to the agent thread.
///
/// Bytes that come after a response belong to nothing, and a client must not take them for the next response (RFC 9112,
/// section 6.3). libcurl before 8.0 does when they come a moment late: it takes a kept connection although bytes wait on
/// it. Then whoever gets a server, or a proxy on the way, to send too much answers the next request.
final class KeptConnections {
    /// Whether libcurl itself leaves such connections alone.
    static let areLibcurlsBusiness = unsafe curl_version_info(CURLVERSION_FIRST).pointee.version_num >= 0x080000

    /// The ends of a connection. Sockets of the file system have none, so their connections are not kept.
    struct Route: Hashable {
        let remoteAddress: String
        let remotePort: Int32
        let localAddress: String
        let localPort: Int32

        /// The ports tell nearly all apart.
        func hash(into hasher: inout Hasher) {
            hasher.combine(remotePort)
            hasher.combine(localPort)
        }
    }

    /// How many there are before those of closed connections are looked for.
    private static let pruneLimit = 1024

    /// The sockets of the connections whose responses are of HTTP/1. In HTTP/2 bytes may come at any time, and say what
    /// they are of.
    private var sockets: [Route: Int32] = [:]
    var count: Int { sockets.count }
    private var pruneCount = KeptConnections.pruneLimit

    /// Whether a connection that a transfer was given is a kept one on which something waits to be read: bytes that
    /// nobody asked for, or the end.
    func isSpoiled(_ route: Route, isKept: Bool) -> Bool {
        guard isKept else {
            sockets[route] = nil
            return false
        }
        guard let socket = sockets[route] else { return false }
        var byte: UInt8 = 0
        return unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0
    }

    /// Remembers the connection of a transfer that ended with a response of HTTP/1.
    func note(_ route: Route, socket: () -> Int32?) {
        guard sockets[route] == nil, let socket = socket() else { return }
        sockets[route] = socket
        if sockets.count > pruneCount { prune() }
    }

    /// Forgets closed connections: their sockets are closed, or others by now.
    private func prune() {
        sockets = sockets.filter { route, socket in Self.localPort(of: socket) == route.localPort }
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
            // Both families have the port in the same place.
            Int32(UInt16(bigEndian: unsafe bytes.load(fromByteOffset: 2, as: UInt16.self)))
        }
    }
}
