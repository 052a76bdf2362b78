import CryptoCore
import Glibc
import Platform
import WebSyntax

/// A listener on 127.0.0.1 for the request with which the browser comes back from the server.
///
/// Several connections are open at a time, because browsers open some that they do not use. Each is bounded in bytes and
/// time.
final class CallbackListener: Sendable {
    private static let maximumConnections = 16
    private static let connectionLifetime = Duration.seconds(10)

    /// The URL of the callback.
    let url: String
    private let authority: String
    private let path: String
    private let listener: Int32

    /// Creates a listener at a free port and a path that cannot be guessed, so that no page in the browser can call it.
    convenience init() throws {
        try self.init(host: "127.0.0.1", port: 0, path: "/" + Hex.encode(RandomBytes.generate(16)))
    }

    /// Creates a listener at a URL that is registered with the server.
    convenience init(_ url: HTTPURL) throws {
        try self.init(host: url.authority.host, port: UInt16(url.origin.port), path: String(url.path))
    }

    private init(host: String, port: UInt16, path: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw SystemError.current }
        self.listener = listener
        self.path = path
        let bound: UInt16
        do throws(SystemError) {
            bound = try Self.listen(listener, port)
        } catch {
            close(listener)
            throw CommandError("cannot listen on 127.0.0.1:\(port): \(error); give another --callback")
        }
        authority = bound == 80 ? host : "\(host):\(bound)"
        url = "http://" + authority + path
    }

    deinit { close(listener) }

    /// Waits until `decide` ends the wait, and calls it with the query of each request to the callback.
    ///
    /// The port is closed afterwards. Ends with `CancellationError` if the task is cancelled.
    ///
    /// - Returns: The decision; `nil` if there was none in time.
    func wait(
        timeout: Duration, decide: @escaping @Sendable (_ query: String) -> CallbackDecision
    ) async throws -> CallbackDecision? {
        let result = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    let thread = try startThread {
                        continuation.resume(returning: self.serve(until: .now + timeout, decide))
                    }
                    pthread_detach(thread)
                } catch { continuation.resume(throwing: error) }
            }
        } onCancel: {
            stopListening()
        }
        try Task.checkCancellation()
        return result
    }

    private func stopListening() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(
        until deadline: ContinuousClock.Instant, _ decide: (String) -> CallbackDecision
    ) -> CallbackDecision? {
        defer { stopListening() }
        var connections: [Int32: Box] = [:]
        while true {
            let now = ContinuousClock.now
            guard now < deadline else { return nil }
            connections = connections.filter { $0.value.connection.deadline > now }
            let next = connections.values.map { $0.connection.deadline }.min().map { min($0, deadline) } ?? deadline
            guard let ready = Self.wait(for: [listener] + connections.keys, (next - now)) else { return nil }
            for descriptor in ready where descriptor != listener {
                guard let box = connections[descriptor] else { continue }
                var decision: CallbackDecision?
                let isDone = box.connection.read { bytes in self.respond(bytes, decide, &decision) }
                if isDone { connections[descriptor] = nil }
                if let decision { return decision }
            }
            guard ready.contains(listener) else { continue }
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                // The others mean that the listener was shut down, or that nothing more can be opened.
                guard errno == EAGAIN || errno == EINTR || errno == ECONNABORTED else { return nil }
                continue
            }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            if connections.count >= Self.maximumConnections,
                let oldest = connections.min(by: { $0.value.connection.deadline < $1.value.connection.deadline })
            {
                connections[oldest.key] = nil
            }
            connections[socket] = Box(CallbackConnection(socket, deadline: now + Self.connectionLifetime))
        }
    }

    /// Returns the response to what has arrived on a connection; `nil` if more is needed.
    private func respond(
        _ bytes: [UInt8], _ decide: (String) -> CallbackDecision, _ decision: inout CallbackDecision?
    ) -> [UInt8]? {
        switch CallbackRequest(bytes, authority: authority, path: path) {
        case .incomplete: return nil
        case .refused(let status): return CallbackPage.response(status: status, "There is nothing here.")
        case .callback(let query):
            let result = decide(query)
            switch result {
            case .ignored:
                return CallbackPage.response(status: 400, "This is not the authorization that toopher waits for.")
            case .failed:
                decision = result
                return CallbackPage.response(status: 200, "The authorization has failed. See the terminal.")
            case .verifier:
                decision = result
                return CallbackPage.response(
                    status: 200, "Authorized. You can close this page and return to the terminal.")
            }
        }
    }

    /// Waits until one of the descriptors is readable or closed, and returns those that are; `nil` if polling fails.
    private static func wait(for descriptors: [Int32], _ time: Duration) -> [Int32]? {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(
            clamping: time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000 + 1)
        let count = unsafe poll(&polled, nfds_t(polled.count), milliseconds)
        guard count >= 0 || errno == EINTR else { return nil }
        return count <= 0 ? [] : polled.filter { $0.revents != 0 }.map(\.fd)
    }

    /// Binds `socket` to `port` of 127.0.0.1, or a free one if it is zero, and returns the port.
    private static func listen(_ socket: Int32, _ port: UInt16) throws(SystemError) -> UInt16 {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        var on: Int32 = 1
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(socket, address, size) == 0 && Glibc.listen(socket, 16) == 0
                    && getsockname(socket, address, &size) == 0
            }
        }
        guard isBound else { throw SystemError.current }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A connection in a dictionary, which holds no types that cannot be copied.
    private final class Box {
        var connection: CallbackConnection

        init(_ connection: consuming CallbackConnection) { self.connection = connection }
    }
}
