/// What the agent waits for: the sockets of libcurl's transfers, idle connections, and a wake-up. Used on the agent's
/// thread, except for ``waker``.
///
/// A pooled connection stays registered with the system when a transfer ends: it is idle next, or another transfer uses it.
/// Only if something happens on it that nothing waits for, it is unregistered. So most transfers need no system call here.
@safe final class SocketPoller {
    /// What can be done with a socket. The values are those of libcurl.
    struct Readiness: OptionSet {
        static let input = Self(rawValue: 1)
        static let output = Self(rawValue: 2)

        let rawValue: Int32
    }

    /// A socket that is ready.
    struct Event {
        let socket: Int32
        let readiness: Readiness
        /// Whether no transfer uses the connection.
        let isIdle: Bool
    }

    private struct Interest {
        var wanted: Readiness = []
        var isIdle = false
        /// Whether the socket is that of a connection, which announces its end with ``forget(_:)``.
        var isPooled = false
        var registered: Readiness = []

        var needed: Readiness { isIdle ? wanted.union(.input) : wanted }
    }

    /// How many events one wait returns at most; others are left to the next one.
    static let capacity = 256

    let queue: Int32
    let alarm: Int32
    /// What the last wait found.
    let buffer: UnsafeMutableRawPointer
    private var count = 0
    private var position = 0
    /// By socket.
    private var interests: [Interest] = []

    /// Creates an object that owns its arguments.
    init(queue: Int32, alarm: Int32, buffer: UnsafeMutableRawPointer) {
        self.queue = queue
        self.alarm = alarm
        unsafe self.buffer = unsafe buffer
    }

    deinit { free() }

    /// Waits for sockets or the waker, for `milliseconds` at most; `nil` for no limit. Returns `false` if the system failed.
    func wait(milliseconds: Int?) -> Bool {
        position = 0
        count = 0
        guard let found = poll(milliseconds: milliseconds) else { return false }
        count = found
        return true
    }

    /// Returns the next socket of those that the last wait found ready.
    func nextEvent() -> Event? {
        while position < count {
            let (socket, found) = found(at: position)
            position += 1
            guard socket != alarm else { continue }
            let interest = interest(socket)
            // After an error or a hang-up, the next call that is wanted reports it.
            let readiness = found?.intersection(interest.needed) ?? interest.needed
            if !readiness.isEmpty {
                return Event(socket: socket, readiness: readiness, isIdle: interest.wanted.isEmpty)
            }
            register(socket, interest.needed)
        }
        return nil
    }

    /// Sets what a transfer waits for.
    func want(_ readiness: Readiness, of socket: Int32) {
        change(socket) { $0.wanted = readiness }
        update(socket)
    }

    /// Begins to wait for input on an idle connection.
    func watch(idle socket: Int32) {
        change(socket) {
            $0.isIdle = true
            $0.isPooled = true
        }
        update(socket)
    }

    /// Ends what ``watch(idle:)`` began.
    func stopWatching(_ socket: Int32) { change(socket) { $0.isIdle = false } }

    /// Whether an idle connection is waited for.
    func isWatching(_ socket: Int32) -> Bool { interest(socket).isIdle }

    /// Releases a socket that is about to be closed. A forked child may keep it open, and then it would stay registered.
    func forget(_ socket: Int32) {
        register(socket, [])
        change(socket) { $0 = Interest() }
    }

    private func update(_ socket: Int32) {
        let interest = interest(socket)
        let (needed, registered) = (interest.needed, interest.registered)
        // Output is nearly always possible, and would end every wait.
        let mayKeep = registered.isSuperset(of: needed) && !registered.subtracting(needed).contains(.output)
        guard mayKeep, interest.isPooled || !needed.isEmpty else { return register(socket, needed) }
    }

    private func register(_ socket: Int32, _ readiness: Readiness) {
        let registered = interest(socket).registered
        guard registered != readiness else { return }
        // Without memory in the system, the transfer ends with its deadline.
        let isRegistered = setRegistration(of: socket, to: readiness, from: registered)
        change(socket) { $0.registered = isRegistered ? readiness : [] }
    }

    private func interest(_ socket: Int32) -> Interest {
        socket >= 0 && Int(socket) < interests.count ? interests[Int(socket)] : Interest()
    }

    private func change(_ socket: Int32, _ body: (inout Interest) -> Void) {
        guard socket >= 0 else { return }
        let missing = Int(socket) + 1 - interests.count
        if missing > 0 { interests += repeatElement(Interest(), count: missing) }
        body(&interests[Int(socket)])
    }
}
