#if Service

import Glibc
import Platform
import Synchronization

/// A client of a few system calls: it sends what it likes, when it likes, and reads or does not.
@safe final class RawClient: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Connects to a port of 127.0.0.1.
    ///
    /// - Parameter receiveBuffer: The bytes that the system keeps until they are read.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard client >= 0 else { throw SystemError.current }
        descriptor = Mutex(client)
        if var size = receiveBuffer {
            unsafe setsockopt(client, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // Only so that a failing test ends.
        var limit = timeval(tv_sec: 300, tv_usec: 0)
        unsafe setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(client, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw SystemError.current }
    }

    deinit { close() }

    /// Sends text; returns whether the connection took all of it.
    @discardableResult
    func send(_ text: String) -> Bool {
        guard let client = descriptor.withLock({ $0 }) else { return false }
        let bytes = Array(text.utf8)
        return unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(client, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL)) == buffer.count
        }
    }

    /// Says that nothing more will be sent.
    func finish() {
        if let client = descriptor.withLock({ $0 }) { shutdown(client, Int32(SHUT_WR)) }
    }

    /// Closes the connection.
    func close() {
        let client = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        if let client { _ = Glibc.close(client) }
    }

    /// Reads until the service closes the connection, on a thread of its own; returns `nil` if it does not.
    func readToEnd() async -> String? {
        await onThread { [self] in
            var text = ""
            while let piece = receive() {
                if piece.isEmpty { return text }
                text += piece
            }
            return nil
        }
    }

    /// Reads until `needle` has arrived, on a thread of its own; returns `nil` if it does not.
    func read(upTo needle: String) async -> String? {
        await onThread { [self] in
            var text = ""
            while let piece = receive(), !piece.isEmpty {
                text += piece
                if text.contains(needle) { return text }
            }
            return nil
        }
    }

    /// Sends `text` over and over, at most so many times and with some milliseconds between, without reading. Returns whether
    /// the service closed the connection meanwhile.
    func trickle(_ text: String, times: Int, every milliseconds: Int32) async -> Bool {
        await onThread { [self] in
            for _ in 0..<times {
                guard let client = descriptor.withLock({ $0 }) else { return true }
                // POLLRDHUP, which glibc declares for GNU sources only.
                var event = pollfd(fd: client, events: 0x2000, revents: 0)
                if unsafe poll(&event, 1, milliseconds) != 0 { return true }
                // A client whose system takes no more bytes waits too.
                var room = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
                if unsafe poll(&room, 1, 0) == 1, !send(text) { return true }
            }
            return false
        }
    }

    /// Returns what has arrived; empty text at the end, `nil` at the time limit.
    private func receive() -> String? {
        guard let client = descriptor.withLock({ $0 }) else { return "" }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(client, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { return errno == EAGAIN ? nil : "" }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

/// Runs code that blocks on a thread of its own: the cooperative pool has few.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        do {
            let thread = try startThread { continuation.resume(returning: body()) }
            pthread_detach(thread)
        } catch {
            fatalError("no thread: \(error)")
        }
    }
}

#endif
