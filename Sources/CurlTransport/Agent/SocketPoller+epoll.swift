internal import CEpoll
internal import Glibc

extension SocketPoller {
    /// Creates a poller; `nil` if the process has no more file descriptors.
    convenience init?() {
        let queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard queue >= 0 else { return nil }
        let alarm = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        // Edge-triggered: each write ends one wait, and nothing has to be read.
        var event = unsafe epoll_event(events: EPOLLIN.rawValue | EPOLLET.rawValue, data: epoll_data_t(fd: alarm))
        guard alarm >= 0, unsafe epoll_ctl(queue, EPOLL_CTL_ADD, alarm, &event) == 0 else {
            close(queue)
            if alarm >= 0 { close(alarm) }
            return nil
        }
        let buffer = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.capacity)
        unsafe buffer.initialize(repeating: epoll_event(), count: Self.capacity)
        unsafe self.init(queue: queue, alarm: alarm, buffer: UnsafeMutableRawPointer(buffer))
    }

    /// A function that ends ``wait(milliseconds:)``, also a later one. Not to be called once the poller is deallocated.
    var waker: @Sendable () -> Void {
        let alarm = alarm
        return { eventfd_write(alarm, 1) }
    }

    /// Returns how many sockets are ready; `nil` if the system failed.
    func poll(milliseconds: Int?) -> Int? {
        let timeout = milliseconds.map { Int32(clamping: $0) } ?? -1
        let count = unsafe epoll_wait(queue, events, Int32(Self.capacity), timeout)
        guard count < 0 else { return Int(count) }
        return errno == EINTR ? 0 : nil
    }

    /// Returns a socket that was ready; no readiness after an error or a hang-up.
    func found(at position: Int) -> (socket: Int32, readiness: Readiness?) {
        let event = unsafe events[position]
        let found = unsafe event.events
        guard found & (EPOLLERR.rawValue | EPOLLHUP.rawValue) == 0 else { return unsafe (event.data.fd, nil) }
        var readiness: Readiness = []
        if found & EPOLLIN.rawValue != 0 { readiness.insert(.input) }
        if found & EPOLLOUT.rawValue != 0 { readiness.insert(.output) }
        return unsafe (event.data.fd, readiness)
    }

    /// Changes what the system waits for. Returns whether it does.
    func setRegistration(of socket: Int32, to readiness: Readiness, from registered: Readiness) -> Bool {
        var wanted: UInt32 = 0
        if readiness.contains(.input) { wanted |= EPOLLIN.rawValue }
        if readiness.contains(.output) { wanted |= EPOLLOUT.rawValue }
        var event = unsafe epoll_event(events: wanted, data: epoll_data_t(fd: socket))
        if readiness.isEmpty { return unsafe epoll_ctl(queue, EPOLL_CTL_DEL, socket, &event) == 0 }
        let operation = registered.isEmpty ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        if unsafe epoll_ctl(queue, operation, socket, &event) == 0 { return true }
        // The number was that of another socket before, or still is that of this one.
        let other =
            switch errno {
            case ENOENT: EPOLL_CTL_ADD
            case EEXIST: EPOLL_CTL_MOD
            default: Int32(0)
            }
        return unsafe other != 0 && epoll_ctl(queue, other, socket, &event) == 0
    }

    /// Closes what the poller owns. For `deinit` only.
    func free() {
        close(queue)
        close(alarm)
        unsafe events.deallocate()
    }

    private var events: UnsafeMutablePointer<epoll_event> { unsafe buffer.assumingMemoryBound(to: epoll_event.self) }
}
