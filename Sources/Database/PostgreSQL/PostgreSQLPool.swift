#if PostgreSQL

internal import Platform

/// What the threads of a PostgreSQL database share.
final class PostgreSQLPool: Sendable {
    let location: DatabaseLocation
    let parameters: ConnectionParameters
    let options: DatabaseOptions
    let queue: CallQueue
    let counters = Counters()
    /// Whether the threads are to end.
    let stop = Monitor(false)
    /// What other processes are to be told.
    let announcements = Monitor(PostgreSQLAnnouncer.Queue())
    /// Sent in place of too many notifications. No notification is like it.
    static let lookAgain = "*"
    private let onNotification: @Sendable (DatabaseNotification) -> Void
    private let lastFailure: LastFailure
    private let silence = Lock<ContinuousClock.Instant?>(nil)

    /// Tells this process's notifications from those of others: it has heard its own already.
    private let sender = (0..<4).map { _ in
        let digits = String(UInt16.random(in: 0...UInt16.max), radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()

    init(
        _ location: DatabaseLocation, url: String, _ options: DatabaseOptions,
        _ onNotification: @escaping @Sendable (DatabaseNotification) -> Void
    ) throws(DatabaseError) {
        self.location = location
        self.options = options
        self.onNotification = onNotification
        parameters = try ConnectionParameters(location, url: url, options)
        let lastFailure = LastFailure()
        self.lastFailure = lastFailure
        queue = CallQueue(capacity: options.maximumWaitingCount, timeout: options.queueTimeout) {
            if let reason = lastFailure.reason { return .unavailable(reason: reason) }
            return .overloaded(reason: "a call has waited for \(options.queueTimeout)")
        }
    }

    /// Makes a connection, and notes why none can be made, for the calls that wait for one.
    func connect(deadline: ContinuousClock.Instant) throws(DatabaseError) -> PostgreSQLConnection {
        do throws(DatabaseError) {
            let connection = try PostgreSQLConnection(parameters, options, deadline: deadline)
            lastFailure.reason = nil
            counters.update { $0.connections += 1 }
            return connection
        } catch {
            lastFailure.reason = Self.reason(of: error)
            throw .unavailable(reason: Self.reason(of: error))
        }
    }

    /// Makes a connection that is needed for the database to be opened.
    func connectFirst() throws(DatabaseError) -> PostgreSQLConnection {
        do throws(DatabaseError) {
            return try connect(deadline: .now + .seconds(60))
        } catch {
            throw .cannotOpen(location: "\(location)", reason: Self.reason(of: error))
        }
    }

    /// Notes that a connection has missed its deadline, so that those that have not been used since are suspect.
    func noteSilence() { silence.withLock { $0 = .now } }

    /// Returns whether another connection has missed its deadline since this one last had an answer.
    ///
    /// A network that drops packets lets all connections hang. Each would take the whole time of a call, one after another.
    func isSuspect(_ connection: PostgreSQLConnection) -> Bool {
        silence.withLock { $0.map { connection.lastAnswer < $0 } ?? false }
    }

    /// Asks for an answer, for which the server has little time.
    func isAnswering(_ connection: PostgreSQLConnection) -> Bool {
        connection.deadline = .now + min(.seconds(1), options.timeout)
        return (try? connection.exchange([])) != nil
    }

    /// Waits for so long, unless the threads are to end.
    func pause(_ duration: Duration) {
        _ = stop.wait(atMost: duration) { $0 ? true : nil }
    }

    var isStopping: Bool { stop.withLock { $0 } }

    /// Notifies this process of what a transaction has committed, and has other processes notified.
    func announce(_ payloads: [String]) {
        guard !payloads.isEmpty else { return }
        for payload in payloads { notify(.payload(payload)) }
        announcements.withLock { $0.add(payloads.map { "\(sender):\($0)" }) }
        announcements.signal()
    }

    /// Has the announcer end once it has sent everything.
    func endAnnouncements() {
        announcements.withLock { $0.isClosed = true }
        announcements.signal()
    }

    /// Notifies this process of what another one has sent.
    func receive(_ text: String) {
        if text == Self.lookAgain { return notify(.connectionRestored) }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] != sender else { return }
        notify(.payload(String(parts[1])))
    }

    func notify(_ notification: DatabaseNotification) { onNotification(notification) }

    private static func reason(of error: DatabaseError) -> String {
        switch error {
        case .unavailable(let reason), .connectionLost(_, let reason): reason
        case .deadlineExceeded: "the server does not answer"
        default: error.description
        }
    }
}

/// Why the last attempt to connect has failed.
private final class LastFailure: Sendable {
    private let state = Lock<String?>(nil)

    var reason: String? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

#endif
