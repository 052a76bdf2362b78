#if PostgreSQL

internal import Glibc
internal import Platform

/// Ends the wait of a thread for a socket.
final class WakeUpPipe: Sendable {
    private let reading: Int32
    private let writing: Int32
    private let signalled = Lock(false)

    init() throws(DatabaseError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw .threadUnavailable(reason: SystemError.current.description)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    var isSignalled: Bool { signalled.withLock { $0 } }

    /// Ends the current wait and all later ones.
    func signal() {
        signalled.withLock { $0 = true }
        var byte: UInt8 = 0
        _ = unsafe write(writing, &byte, 1)
    }

    /// Waits until something has arrived at a socket; returns whether it has.
    func wait(for socket: Int32, atMost limit: Duration) -> Bool {
        var descriptors = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&descriptors, 2, Int32(clamping: limit.milliseconds))
        return descriptors[0].revents != 0
    }
}

#endif
