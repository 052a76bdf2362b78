internal import CurlTransport
internal import Glibc
internal import HTTPExchange
internal import Platform

/// A TCP server on 127.0.0.1 that runs a script for each connection, on a thread of its own.
/// A connection is closed when its script returns; ``stop()`` ends all connections and waits for their threads.
package final class FaultServer: Sendable {
    package let port: UInt16
    private let listener: Int32
    private let acceptor: pthread_t
    private let served: Served

    /// The number of connections so far.
    package var connectionCount: Int { served.all.withLock { $0.count } }
    package var authority: String { "127.0.0.1:\(port)" }

    package convenience init(_ script: @escaping @Sendable (Connection) -> Void) {
        let (listener, port) = listeningSocket(backlog: 512)
        self.init(listener, port, script)
    }

    /// Creates a server with TLS.
    ///
    /// - Parameters:
    ///   - identity: The certificate and key.
    ///   - usesHTTP2: Whether ALPN selects HTTP/2; otherwise HTTP/1.1.
    package convenience init(
        identity: TestAuthority.Identity, usesHTTP2: Bool, _ script: @escaping @Sendable (Connection) -> Void
    ) {
        let context = TLSContext(identity, usesHTTP2: usesHTTP2)
        self.init { if $0.secure(with: context) { script($0) } }
    }

    /// Creates a server on a Unix socket at `path`, which must not exist.
    package convenience init(unixSocket path: String, _ script: @escaping @Sendable (Connection) -> Void) {
        self.init(listeningSocket(at: path), 0, script)
    }

    private init(_ listener: Int32, _ port: UInt16, _ script: @escaping @Sendable (Connection) -> Void) {
        let served = Served()
        self.listener = listener
        self.port = port
        self.served = served
        acceptor = required(
            try? startThread {
                while case let socket = accept(listener, nil, nil), socket >= 0 {
                    keepFromChildren(socket)
                    sendAtOnce(socket)
                    served.serve(Connection(socket), script)
                }
            })
    }

    /// Refuses new connections; existing ones continue.
    package func stopListening() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    package func stop() {
        stopListening()
        pthread_join(acceptor, nil)
        close(listener)
        for (connection, thread) in served.all.withLock({ $0 }) {
            connection.interrupt()
            pthread_join(thread, nil)
        }
    }

    private final class Served: Sendable {
        let all = Lock<[(connection: Connection, thread: pthread_t)]>([])

        /// The connection is counted before its script runs.
        func serve(_ connection: Connection, _ script: @escaping @Sendable (Connection) -> Void) {
            all.withLock { all in
                let thread = required(
                    try? startThread {
                        self.all.withLock { _ in }
                        script(connection)
                        connection.close()
                    })
                all.append((connection, thread))
            }
        }
    }
}

/// Returns a socket that listens on a free port of 127.0.0.1.
package func listeningSocket(backlog: Int32) -> (socket: Int32, port: UInt16) {
    let (listener, port) = boundSocket()
    precondition(listen(listener, backlog) == 0)
    return (listener, port)
}

/// Returns a Unix socket that listens at `path`.
private func listeningSocket(at path: String) -> Int32 {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    keepFromChildren(listener)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
        precondition(path.utf8.count < target.count)
        unsafe target.copyBytes(from: path.utf8)
    }
    unsafe withUnsafePointer(to: &address) { address in
        unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            unsafe precondition(bind(listener, address, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0)
        }
    }
    precondition(listen(listener, 16) == 0)
    return listener
}

/// Returns a socket that is bound to a free port of 127.0.0.1.
package func boundSocket() -> (socket: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    keepFromChildren(listener)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { address in
        unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            unsafe precondition(bind(listener, address, size) == 0)
            unsafe precondition(getsockname(listener, address, &size) == 0)
        }
    }
    return (listener, UInt16(bigEndian: address.sin_port))
}

/// Keeps a descriptor from child processes, where it would stay open after its test has closed it.
package func keepFromChildren(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// Sets TCP_NODELAY, so that what a script sends separately arrives separately.
private func sendAtOnce(_ socket: Int32) {
    var on: Int32 = 1
    _ = unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
}

package func required<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the test machine is out of resources") }
    return value
}
