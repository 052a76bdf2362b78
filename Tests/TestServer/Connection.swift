internal import CurlTransport
internal import Glibc
internal import HTTPExchange
internal import Platform

/// The server's end of one connection.
package final class Connection: Sendable {
    private let socket: Lock<Int32?>
    private let descriptor: Int32
    private let tls = Lock<TLSSession?>(nil)
    private let unread = Lock("")

    init(_ socket: Int32) {
        self.socket = Lock(socket)
        descriptor = socket
    }

    /// Waits for the client's handshake. Returns `false` if it fails.
    func secure(with context: TLSContext) -> Bool {
        guard let session = context.accept(descriptor) else { return false }
        tls.withLock { $0 = session }
        return true
    }

    /// Reads one request with its body. Returns `nil` once the client has closed the connection.
    package func readRequest() -> String? {
        var text = ""
        while !text.isComplete {
            guard let piece = receive() else { return nil }
            text += String(decoding: piece, as: UTF8.self)
        }
        return text
    }

    /// Reads up to and including `needle`; later bytes are for the next call. Returns `nil` once the client has closed.
    package func read(upTo needle: String) -> String? {
        var text = unread.withLock { $0 }
        while text.firstRange(of: needle) == nil {
            guard let piece = receive() else { return nil }
            text += String(decoding: piece, as: UTF8.self)
        }
        guard let end = text.firstRange(of: needle)?.upperBound else { return nil }
        unread.withLock { $0 = String(text[end...]) }
        return String(text[..<end])
    }

    /// Waits, without reading, until the client closes the connection or the server is stopped.
    package func ignore() {
        // POLLRDHUP, which glibc declares for GNU sources only.
        var client = pollfd(fd: descriptor, events: 0x2000, revents: 0)
        _ = unsafe poll(&client, 1, -1)
    }

    /// Sends `bytes` repeatedly, and calls `onStall` when the client has received nothing for a third of a second.
    package func send(_ bytes: [UInt8], times: Int, onBlocked: () -> Void) {
        for _ in 0..<times {
            var client = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if unsafe poll(&client, 1, 300) == 0 { onBlocked() }
            send(bytes)
        }
    }

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Returns `false` once the client has closed the connection.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count =
                if let tls = session {
                    tls.write(rest)
                } else {
                    unsafe rest.withUnsafeBytes {
                        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                }
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Waits until the client's system has acknowledged all that was sent, or the client has closed.
    package func flush() {
        var unacknowledged: Int32 = 0
        repeat {
            var client = pollfd(fd: descriptor, events: 0, revents: 0)
            guard unsafe poll(&client, 1, 1) == 0 else { return }
            guard unsafe ioctl(descriptor, UInt(TIOCOUTQ), &unacknowledged) == 0 else { return }
        } while unacknowledged > 0
    }

    /// Shuts the sending side down, and waits until the client's system has acknowledged that.
    package func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        flush()
    }

    /// Sends nothing until the client closes the connection or the server is stopped.
    package func stall() {
        while receive() != nil {}
    }

    /// Sends `text` a hundred times a second until the client closes the connection, or that many times.
    package func drip(_ text: String, times: Int = .max) {
        var client = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var count = 0
        while count < times, unsafe poll(&client, 1, 10) == 0 {
            send(text)
            count += 1
        }
    }

    /// Sends `bytes` a thousand times a second, and reads nothing, until the client closes the connection.
    package func flood(_ bytes: [UInt8]) {
        // POLLRDHUP: other input does not end the wait.
        var client = pollfd(fd: descriptor, events: 0x2000, revents: 0)
        while unsafe poll(&client, 1, 1) == 0, send(bytes) {}
    }

    /// Closes with RST instead of FIN, and without TLS's close_notify.
    package func reset() {
        forsakeTLS()
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Makes ``close()`` omit TLS's close_notify, so that the client cannot distinguish the end from a truncation.
    package func forsakeTLS() { tls.withLock { $0 = nil } }

    package func close() {
        session?.end()
        forsakeTLS()
        socket.withLock { if let socket = $0.take() { Glibc.close(socket) } }
    }

    /// For the server: ends a pending read.
    func interrupt() {
        socket.withLock { if let socket = $0 { shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    /// Returns the next bytes; `nil` once the client has closed the connection.
    package func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16384)
        let count =
            if let tls = session { tls.read(&buffer) } else { unsafe recv(descriptor, &buffer, buffer.count, 0) }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private var session: TLSSession? { tls.withLock { $0 } }
}

extension String {
    /// Whether these bytes are a complete request.
    fileprivate var isComplete: Bool {
        guard let headEnd = utf8.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let lines = utf8[..<headEnd.lowerBound].split(separator: UInt8(ascii: "\n"))
        let length = lines.compactMap { line -> Int? in
            let line = String(decoding: line, as: UTF8.self)
            return line.hasPrefix("Content-Length: ") ? Int(line.dropFirst(16).filter(\.isNumber)) : nil
        }
        return utf8[headEnd.upperBound...].count >= length.first ?? 0
    }
}

extension Collection where Element == UInt8 {
    fileprivate func firstRange(of needle: [UInt8]) -> Range<Index>? {
        var start = startIndex
        while start != endIndex {
            let rest = self[start...]
            if rest.starts(with: needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
