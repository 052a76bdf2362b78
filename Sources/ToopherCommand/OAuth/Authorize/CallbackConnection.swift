import Glibc

/// One connection to a ``CallbackListener``: reads the head of a request, sends one response, and closes.
struct CallbackConnection: ~Copyable {
    let descriptor: Int32
    /// When the connection is closed, whatever its state.
    private(set) var deadline: ContinuousClock.Instant
    private var received: [UInt8] = []
    /// Whether the response was sent, and what still arrives is discarded, so that closing does not reset the connection
    /// before the response is read.
    private var isDraining = false

    init(_ descriptor: Int32, deadline: ContinuousClock.Instant) {
        self.descriptor = descriptor
        self.deadline = deadline
    }

    deinit { close(descriptor) }

    /// Reads what has arrived.
    ///
    /// - Parameter parse: Called with all bytes so far; returns the response, or `nil` if more are needed.
    /// - Returns: Whether the connection is to be closed.
    mutating func read(_ parse: ([UInt8]) -> [UInt8]?) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0 { return errno != EAGAIN && errno != EINTR }
            if count == 0 { return true }
            if isDraining { continue }
            received += buffer[..<count]
            guard let response = parse(received) else { continue }
            // It is far smaller than the buffer of the socket. What cannot be sent at once has no reader.
            _ = unsafe send(descriptor, response, response.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            shutdown(descriptor, Int32(SHUT_WR))
            isDraining = true
            received = []
            deadline = min(deadline, .now + .seconds(1))
        }
    }
}
