#if Service

/// Runs the transactions that are waiting one after another inside one commit.
///
/// A commit waits for the disk, so many transactions share one. Each has a savepoint, so that one that fails takes back
/// only what it did; each caller hears of its result, also of a failure, after the commit that it depends on.
final class SQLiteWriter: Sendable {
    /// The most transactions in a commit.
    static let maximumGroupCount = 256

    let connection: SQLiteConnection
    private let queue: CallQueue
    private let groupTime: Duration
    private let counters: Counters
    private let onNotification: @Sendable (DatabaseNotification) -> Void

    init(
        connection: SQLiteConnection, queue: CallQueue, groupTime: Duration, counters: Counters,
        onNotification: @escaping @Sendable (DatabaseNotification) -> Void
    ) {
        self.connection = connection
        self.queue = queue
        self.groupTime = groupTime
        self.counters = counters
        self.onNotification = onNotification
    }

    /// Serves the queue until it is closed and empty.
    func run() {
        while let call = queue.next() {
            if call.isWrite {
                runGroup(startingWith: call)
            } else {
                connection.serve(call)
            }
        }
    }

    private func runGroup(startingWith first: Call) {
        do throws(DatabaseError) {
            try connection.run(Dialect.sqlite.beginWrite)
        } catch {
            return first.fail(error)
        }
        let end = ContinuousClock.now + groupTime
        var group: [WriteResult] = []
        var next: Call? = first
        while let call = next {
            group.append(runInSavepoint(call))
            // Some errors, such as a full disk, have undone the whole transaction.
            guard connection.isInTransaction else { return repeatSingly(group, after: group.last?.failure) }
            next = group.count < Self.maximumGroupCount && .now < end ? queue.next(where: \.isWrite) : nil
        }
        commit(group)
    }

    private func commit(_ group: [WriteResult]) {
        do throws(DatabaseError) {
            try connection.run("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            if case .constraintViolated = error { return repeatSingly(group, after: error) }
            for result in group { result.call.fail(error) }
            return
        }
        counters.update { statistics in
            statistics.commits += 1
            statistics.transactions += group.count { $0.failure == nil }
        }
        for result in group {
            for payload in result.notifications { onNotification(.payload(payload)) }
        }
        for result in group { result.finish() }
    }

    /// Runs the transactions of a group that was undone again, each with a commit of its own.
    private func repeatSingly(_ group: [WriteResult], after error: DatabaseError?) {
        if group.count == 1, let error { return group[0].call.fail(error) }
        counters.update { $0.repetitions += group.count }
        for result in group {
            do throws(DatabaseError) {
                try connection.run(Dialect.sqlite.beginWrite)
            } catch {
                result.call.fail(error)
                continue
            }
            let again = runInSavepoint(result.call)
            if connection.isInTransaction {
                commit([again])
            } else {
                again.finish()
            }
        }
    }

    private func runInSavepoint(_ call: Call) -> WriteResult {
        guard case .write(let body) = call.work else { preconditionFailure("only a transaction is written") }
        let transaction = Transaction(connection)
        do throws(DatabaseError) {
            try connection.run("SAVEPOINT call")
            let outcome = Result { () throws(DatabaseError) in try body(transaction) }
            try transaction.end()
            // What it throws after its commit undoes nothing.
            if !transaction.isCommitted { _ = try outcome.get() }
            if transaction.isRolledBack { try connection.run("ROLLBACK TO call") }
            try connection.run("RELEASE call")
            return WriteResult(call: call, outcome: outcome, notifications: transaction.notifications)
        } catch {
            try? transaction.end()
            undoSavepoint()
            return WriteResult(call: call, outcome: .failure(error), notifications: [])
        }
    }

    private func undoSavepoint() {
        guard connection.isInTransaction else { return }
        do throws(DatabaseError) {
            try connection.run("ROLLBACK TO call")
            try connection.run("RELEASE call")
        } catch {
            // Then what it did can be undone only together with the group.
            try? connection.run("ROLLBACK")
        }
    }
}

#endif
