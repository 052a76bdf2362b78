#if Service

internal import Synchronization

/// A database: SQLite in a file or in memory, or a PostgreSQL server.
///
/// One SQL text serves both, with the parameters `$1`, `$2` and so on. Calls run on threads of the database, never on
/// the caller's. They wait for their turn at most ``DatabaseOptions/queueTimeout``; a task that is cancelled gives up
/// its turn.
///
/// What may happen only once belongs after ``write(_:)``, which may run its closure again.
public final class Database: Sendable {
    private let engine: any Engine
    private let lastNumber = Atomic<UInt64>(0)
    private let observer: (@Sendable (CallReport) -> Void)?

    /// Opens a database, and applies the migrations that it lacks.
    ///
    /// Blocks the calling thread meanwhile. A missing file is created, readable by its owner only.
    ///
    /// - Parameters:
    ///   - migrations: The whole history of the schema that this program knows.
    ///   - onNotification: Receives what transactions of all processes ``Transaction/notify(_:)``, on a thread of the
    ///     database, which it must not block. Without it the process does not listen.
    /// - Throws: ``DatabaseError/cannotOpen(location:reason:)``,
    ///   ``DatabaseError/schemaTooNew(found:supported:)``.
    public init(
        _ location: DatabaseLocation, options: DatabaseOptions = DatabaseOptions(), migrations: [Migration] = [],
        onNotification: (@Sendable (DatabaseNotification) -> Void)? = nil
    ) throws(DatabaseError) {
        observer = options.observer
        engine = try Self.engine(location, options, migrations, onNotification)
    }

    deinit {
        engine.close()
    }

    /// Runs `body` with a snapshot of the database that does not change meanwhile, and returns its result.
    ///
    /// A statement that changes something fails with ``DatabaseError/readOnly(sql:)``. After a lost connection, `body`
    /// is run again.
    public func read<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(DatabaseError) -> R
    ) async throws(DatabaseError) -> R {
        try await call(.read) { continuation in
            .read { connection throws(DatabaseError) in
                let value = try body(connection)
                return { continuation.resume(returning: .success(value)) }
            }
        }
    }

    /// Runs one statement that changes nothing, and returns its rows. Cheaper than ``read(_:)``.
    public func query(_ sql: String, _ values: [DatabaseValue] = []) async throws(DatabaseError) -> [Row] {
        try await call(.query) { continuation in
            .query { connection throws(DatabaseError) in
                let rows = try connection.query(sql, values)
                return { continuation.resume(returning: .success(rows)) }
            }
        }
    }

    /// Runs `body` in a serializable transaction, and returns its result after the commit.
    ///
    /// What `body` does is undone, and its error thrown, if it throws or if one of its statements has failed.
    ///
    /// When the transaction loses a race, or its connection before the commit, `body` is run again. So it uses only its
    /// argument and values, and computes a result.
    ///
    /// - Throws: What `body` throws; ``DatabaseError/connectionLost(outcomeUnknown:reason:)`` with `outcomeUnknown` if
    ///   the commit was sent and not answered.
    public func write<R: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(DatabaseError) -> R
    ) async throws(DatabaseError) -> R {
        try await call(.write) { continuation in
            .write { transaction throws(DatabaseError) in
                let value = try body(transaction)
                return { continuation.resume(returning: .success(value)) }
            }
        }
    }

    /// What the database has done so far.
    public var statistics: DatabaseStatistics { engine.statistics }

    /// Closes the database after the calls that are waiting. Later calls throw ``DatabaseError/closed``.
    public func close() async {
        engine.close()
        await engine.ended.wait()
    }
}

extension Database {
    private static func engine(
        _ location: DatabaseLocation, _ options: DatabaseOptions, _ migrations: [Migration],
        _ onNotification: (@Sendable (DatabaseNotification) -> Void)?
    ) throws(DatabaseError) -> any Engine {
        switch location.kind {
        case .memory, .file:
            return try SQLiteEngine(location, options, migrations, onNotification ?? { _ in })
        case .postgreSQL:
            #if PostgreSQL
            return try PostgreSQLEngine(location, options, migrations, onNotification)
            #else
            throw .cannotOpen(location: "\(location)", reason: "this program was built without PostgreSQL")
            #endif
        }
    }

    private typealias Continuation<R> = CheckedContinuation<Result<R, DatabaseError>, Never>

    private func call<R: Sendable>(
        _ kind: CallReport.Kind, _ work: (Continuation<R>) -> Call.Work
    ) async throws(DatabaseError) -> R {
        let start = observer.map { _ in ContinuousClock.now }
        let result = await result(of: work)
        if let observer, let start {
            let hasFailed = if case .failure = result { true } else { false }
            observer(CallReport(kind: kind, duration: .now - start, hasFailed: hasFailed))
        }
        return try result.get()
    }

    private func result<R: Sendable>(
        of work: (Continuation<R>) -> Call.Work
    ) async -> Result<R, DatabaseError> {
        let number = lastNumber.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation<R>) in
                engine.submit(
                    Call(number: number, work: work(continuation)) { continuation.resume(returning: .failure($0)) })
                // The handler has found nothing to cancel if the task was cancelled before.
                if Task.isCancelled { engine.cancel(number) }
            }
        } onCancel: {
            engine.cancel(number)
        }
    }
}

#endif
