#if Service

internal import Platform

/// An SQLite database: one thread that writes, and some that read, each with a connection of its own.
///
/// A database in memory has one connection, so its writer reads too.
final class SQLiteEngine: Engine {
    let ended = Event(threads: 1)
    private let writes: CallQueue
    private let reads: CallQueue
    private let counters = Counters()

    init(
        _ location: DatabaseLocation, _ options: DatabaseOptions, _ migrations: [Migration],
        _ onNotification: @escaping @Sendable (DatabaseNotification) -> Void
    ) throws(DatabaseError) {
        let writer: SQLiteConnection
        var readers: [SQLiteConnection] = []
        var lock: FileLock?
        if case .file(let path) = location.kind {
            let real = try PrivateFile.prepare(path)
            if options.isExclusive { lock = try FileLock(real, location: path) }
            writer = try SQLiteConnection(path, isReadOnly: false, timeout: options.timeout)
            try writer.migrate(migrations, .sqlite)
            for _ in 0..<max(1, options.readerCount) {
                readers.append(try SQLiteConnection(path, isReadOnly: true, timeout: options.timeout))
            }
        } else {
            writer = try SQLiteConnection(":memory:", isReadOnly: false, timeout: options.timeout)
            try writer.migrate(migrations, .sqlite)
        }
        let expiry: @Sendable () -> DatabaseError = {
            .overloaded(reason: "a call has waited for \(options.queueTimeout)")
        }
        let capacity = options.maximumWaitingCount
        writes = CallQueue(capacity: capacity, timeout: options.queueTimeout, expiry: expiry)
        reads =
            readers.isEmpty ? writes : CallQueue(capacity: capacity, timeout: options.queueTimeout, expiry: expiry)
        try start(
            SQLiteWriter(
                connection: writer, queue: writes, groupTime: options.groupTime, counters: counters,
                onNotification: onNotification),
            readers, lock)
    }

    func submit(_ call: Call) {
        (call.isWrite ? writes : reads).submit(call)
    }

    func cancel(_ number: UInt64) {
        writes.cancel(number)
        reads.cancel(number)
    }

    func close() {
        reads.close()
        writes.close()
    }

    var statistics: DatabaseStatistics {
        var statistics = counters.values
        statistics.waiting = writes.count + (reads === writes ? 0 : reads.count)
        return statistics
    }

    private func start(
        _ writer: SQLiteWriter, _ readers: [SQLiteConnection], _ lock: FileLock?
    ) throws(DatabaseError) {
        let readersEnded = Event(threads: readers.count)
        let ended = ended
        let reads = reads
        do throws(SystemError) {
            for reader in readers {
                try startDetachedThread {
                    while let call = reads.next() { reader.serve(call) }
                    reader.close()
                    readersEnded.threadEnded()
                }
            }
            try startDetachedThread {
                writer.run()
                // The last connection to be closed copies the write-ahead log into the file, which a reader cannot.
                readersEnded.waitBlocking()
                writer.connection.close()
                lock?.release()
                ended.threadEnded()
            }
        } catch {
            close()
            throw .threadUnavailable(reason: error.description)
        }
    }
}

#endif
