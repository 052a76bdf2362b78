#if PostgreSQL

import Glibc
import Platform
import TestSupport

@testable import Database

/// Stands between a database and its server, on a socket of its own, and can stop forwarding.
final class Proxy: Sendable {
    private struct State {
        var isStalled = false
        var connections: [Int32] = []
        /// Those for which nothing is forwarded any more.
        var hung: Set<Int32> = []
    }

    private let temporary = TemporaryFolder()
    private let listener: Int32
    private let state = Monitor(State())

    /// The folder with the proxy's socket.
    var folder: String { temporary.path }

    /// Forwards to the server whose socket is in `target`.
    init(to target: String) throws {
        let socket = Self.newSocket()
        listener = socket
        let isListening = unsafe Self.withAddress(temporary.path) { address, length in
            unsafe bind(socket, address, length) == 0 && listen(socket, 100) == 0
        }
        precondition(isListening)
        let state = state
        try startDetachedThread {
            while true {
                let client = accept(socket, nil, nil)
                guard client >= 0 else { return }
                let server = Self.newSocket()
                let isConnected = unsafe Self.withAddress(target) { address, length in
                    unsafe connect(server, address, length) == 0
                }
                state.withLock { $0.connections += [client, server] }
                guard isConnected else {
                    shutdown(client, Int32(SHUT_RDWR))
                    continue
                }
                try? startDetachedThread { Self.forward(client, server, state) }
                try? startDetachedThread { Self.forward(server, client, state) }
            }
        }
    }

    deinit {
        resume()
        cut()
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Forwards nothing from now on, and closes nothing: as a network that drops packets.
    func stall() { state.withLock { $0.isStalled = true } }

    /// Forwards nothing for the connections that are open now.
    func hang() { state.withLock { $0.hung.formUnion($0.connections) } }

    /// Forwards again, also what it has kept.
    func resume() {
        state.withLock {
            $0.isStalled = false; $0.hung = []
        }
        state.broadcast()
    }

    /// Ends all connections. Their descriptors stay open, so that no number is used twice.
    func cut() {
        for connection in state.withLock({ $0.connections }) { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private static func forward(_ source: Int32, _ target: Int32, _ state: Monitor<State>) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = unsafe read(source, &buffer, buffer.count), count > 0 {
            _ = state.wait { $0.isStalled || $0.hung.contains(source) ? nil : true }
            guard unsafe send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private static func newSocket() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    /// Calls `body` with the address of PostgreSQL's socket in a folder.
    private static func withAddress<Result>(
        _ folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            unsafe path.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe body(
                UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

#endif
