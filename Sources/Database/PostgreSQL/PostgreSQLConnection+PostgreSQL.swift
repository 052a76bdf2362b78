#if PostgreSQL

internal import CPostgreSQL
internal import Glibc

// No function that waits inside libpq is called here: each wait is a poll with the connection's deadline.
extension PostgreSQLConnection {
    var isInTransaction: Bool { unsafe PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Returns whether the connection can be used, as far as it shows without asking the server.
    func isUsable() -> Bool {
        guard !isBroken else { return false }
        // What has arrived while nothing was asked: mostly, that the server has closed the connection.
        for _ in 0..<4 {
            guard isReady(POLLIN, .zero) else { break }
            guard unsafe PQconsumeInput(handle) == 1 else {
                isBroken = true
                return false
            }
        }
        return unsafe PQstatus(handle) == CONNECTION_OK
    }

    /// Returns the payloads that have arrived on the channel.
    func receivedPayloads() -> [String] {
        var payloads: [String] = []
        while let notification = unsafe PQnotifies(handle) {
            if unsafe String(cString: notification.pointee.relname) == Dialect.postgreSQLChannel {
                payloads.append(unsafe String(cString: notification.pointee.extra))
            }
            unsafe PQfreemem(notification)
        }
        return payloads
    }

    /// The socket, to wait for what arrives unasked.
    var socket: Int32 { unsafe PQsocket(handle) }

    func closeHandle() {
        unsafe PQfinish(handle)
        unsafe handle = nil
        isBroken = true
    }

    /// Connects within the time; an error says why not.
    func open(until limit: ContinuousClock.Instant) throws(DatabaseError) {
        unsafe handle = startConnecting()
        guard unsafe handle != nil else { throw .unavailable(reason: "out of memory") }
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED, unsafe PQstatus(handle) != CONNECTION_BAD else {
                throw .unavailable(reason: errorMessage)
            }
            guard isReady(state == PGRES_POLLING_READING ? POLLIN : POLLOUT, limit - .now) else {
                throw .unavailable(reason: "the server does not answer")
            }
            state = unsafe PQconnectPoll(handle)
        }
        // By default libpq prints the server's notices.
        _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else {
            throw .unavailable(reason: errorMessage)
        }
    }

    /// Sets what the session needs.
    func configure(_ options: DatabaseOptions) throws(DatabaseError) {
        let encoding = unsafe PQparameterStatus(handle, "server_encoding").map { unsafe String(cString: $0) } ?? "none"
        guard encoding == "UTF8" else { throw .unavailable(reason: "the database's encoding is \(encoding), not UTF8") }
        guard unsafe PQserverVersion(handle) >= 120_000 else {
            throw .unavailable(reason: "the server is older than PostgreSQL 12")
        }
        let timeout = options.timeout.milliseconds
        let settings = [
            ("statement_timeout", "\(timeout)"), ("lock_timeout", "\(timeout)"),
            // A transaction of a process that is gone, so that others get its locks.
            ("idle_in_transaction_session_timeout", "\(timeout * 2)"), ("default_transaction_read_only", "on"),
            // Statements find few rows by their keys, whatever the values: planning each anew costs more than running it.
            ("plan_cache_mode", "force_generic_plan"), ("jit", "off"),
            // And whatever is known of a table: a serializable transaction that has read a whole table, because it was small,
            // conflicts with every one that adds a row.
            ("enable_seqscan", "off"), ("enable_bitmapscan", "off"), ("enable_hashjoin", "off"),
            ("enable_mergejoin", "off"),
        ]
        let calls = settings.map { "set_config('\($0.0)', '\($0.1)', false)" }.joined(separator: ", ")
        try send("SELECT \(calls)")
    }

    /// Sends commands in one message, and returns the result of each.
    ///
    /// - Throws: The error of the first that fails; those after it are not run.
    func exchange(_ commands: [PostgreSQLCommand]) throws(DatabaseError) -> [PostgreSQLResult] {
        let sql = commands.last?.sql ?? ""
        guard !isBroken, unsafe handle != nil else { throw lost() }
        for command in commands {
            guard submit(command) else { throw lost() }
        }
        guard unsafe PQpipelineSync(handle) == 1 else { throw lost() }
        var failure: DatabaseError?
        var results: [PostgreSQLResult] = []
        var rest = commands[...]
        while true {
            guard let result = try nextResult(sql) else {
                // Each command's results end with nothing.
                guard unsafe PQstatus(handle) == CONNECTION_OK else { throw failure ?? lost() }
                rest = rest.dropFirst()
                continue
            }
            if result.isPipelineEnd { break }
            // Without a code it is libpq's own, which has lost the connection.
            if result.isError, result.state.isEmpty { throw failure ?? lost() }
            if result.isError, failure == nil {
                if result.routine == "RevalidateCachedQuery" { hasStalePlan = true }
                failure = DatabaseError(result, sql: rest.first?.sql ?? sql)
                if case .connectionLost = failure { isBroken = true }
            }
            results.append(result)
        }
        lastAnswer = .now
        if let failure { throw failure }
        // No command has more than one result: none returns rows one by one, or is more than one statement.
        guard results.count == commands.count, !results.contains(where: \.isSkipped) else { throw lost() }
        return results
    }
}

extension PostgreSQLConnection {
    private var errorMessage: String { parameters.withoutSecrets(unsafe String(cString: PQerrorMessage(handle))) }

    private func lost() -> DatabaseError {
        let reason = unsafe handle == nil ? "" : errorMessage
        isBroken = true
        return .connectionLost(outcomeUnknown: false, reason: reason.isEmpty ? "it was closed" : reason)
    }

    private func startConnecting() -> OpaquePointer? {
        var keywords = unsafe parameters.values.map { unsafe UnsafePointer(strdup($0.keyword)) }
        var values = unsafe parameters.values.map { unsafe UnsafePointer(strdup($0.value)) }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        defer { unsafe (keywords + values).forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        return unsafe PQconnectStartParams(keywords, values, 0)
    }

    private func submit(_ command: PostgreSQLCommand) -> Bool {
        switch command {
        case .run(let sql, let buffer):
            unsafe buffer.withPointers { values, lengths, formats in
                unsafe PQsendQueryParams(
                    handle, sql, Int32(buffer.lengths.count), nil, values, lengths, formats, 1) == 1
            }
        case .prepare(let name, let sql): unsafe PQsendPrepare(handle, name, sql, 0, nil) == 1
        case .describe(let name, _): unsafe PQsendDescribePrepared(handle, name) == 1
        case .execute(let statement, _, let buffer):
            unsafe buffer.withPointers { values, lengths, formats in
                unsafe PQsendQueryPrepared(
                    handle, statement.name, Int32(buffer.lengths.count), values, lengths, formats, 1) == 1
            }
        }
    }

    /// Returns the next result; `nil` at the end of a command's results, or if the connection is lost.
    private func nextResult(_ sql: String) throws(DatabaseError) -> PostgreSQLResult? {
        while true {
            let unsent = unsafe PQflush(handle)
            guard unsent >= 0 else { throw lost() }
            if unsafe PQisBusy(handle) == 0 { break }
            guard isReady(unsent > 0 ? POLLIN | POLLOUT : POLLIN, deadline - .now) else {
                (isBroken, isSilent) = (true, true)
                throw .deadlineExceeded(sql: sql)
            }
            // Even if the connection is lost, what the server has said before is read.
            if unsafe PQconsumeInput(handle) == 0, unsafe PQisBusy(handle) == 1 { throw lost() }
        }
        return unsafe PQgetResult(handle).map { unsafe PostgreSQLResult(owning: $0) }
    }

    /// Waits until the socket is ready or the time has passed; returns whether it is ready.
    private func isReady(_ events: Int32, _ limit: Duration) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        let end = ContinuousClock.now + limit
        while true {
            let rest = max(0, (end - .now).milliseconds)
            let count = unsafe poll(&descriptor, 1, Int32(clamping: rest))
            if count >= 0 { return count > 0 }
            guard errno == EINTR else { return false }
        }
    }
}

#endif
