#if Service

internal import Database

/// Whether a node can serve requests, for whatever sends it some.
struct Readiness: Sendable {
    /// Why it cannot.
    enum Obstacle: String, Sendable, Hashable {
        /// It ends, and completes what it has begun.
        case shuttingDown = "shutting_down"
        /// The database does not answer in time.
        case database
        /// The database has secrets that the key file does not open.
        case key
    }

    let changes: ChangeNotifier
    /// How long the database may take.
    var limit: Duration = .seconds(2)
    /// Looks whether the database answers and the key opens it.
    let check: @Sendable () async throws -> Bool

    /// Returns why the node cannot serve requests; `nil` if it can.
    func obstacle() async -> Obstacle? {
        if changes.isShutDown { return .shuttingDown }
        return switch await Self.first(within: limit, { try? await check() }) {
        case true?: nil
        case false?: .key
        case nil: .database
        }
    }

    /// Returns what `body` returns, or `nil` when the limit has passed; what is left of `body` is cancelled then.
    static func first<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        let (values, continuation) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let work = Task { continuation.yield(await body()) }
        let timer = Task {
            try? await Task.sleep(for: limit)
            continuation.yield(nil)
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        for await value in values { return value }
        return nil
    }
}

extension Store {
    /// Returns whether the key of the sealer is still that of the database.
    func isOpened() async throws(DatabaseError) -> Bool {
        let rows = try await database.query("SELECT value FROM settings WHERE name = $1", [.text(Self.keyCheck)])
        return try rows.first?.text("value") == sealer.keyCheck
    }
}

#endif
