#if PostgreSQL

import Synchronization
import TestPostgreSQL
import TestSupport
import Testing

@testable import Database

@Suite("PostgreSQL", .enabled(if: TestPostgreSQL.isInstalled, Comment(rawValue: TestPostgreSQL.howToInstall)))
struct PostgreSQLTests {
    var server: TestPostgreSQL {
        get throws { try #require(TestPostgreSQL.shared) }
    }

    /// Ends all connections to a database but the one that asks.
    func terminateOthers(_ location: DatabaseLocation) async throws {
        let other = try Database(location)
        _ = try await other.query(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        await other.close()
    }

    @Test(
        "Decimal numbers are whole or rounded",
        arguments: [
            ("0", DatabaseValue.integer(0)), ("10000", .integer(10_000)), ("-120000000", .integer(-120_000_000)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("0.0001", .double(0.0001)),
            ("-12345678.9", .double(-12_345_678.9)), ("0.0", .double(0)), ("1e30", .double(1e30)), ("3.0", .double(3)),
            ("123456789012345678901234.5", .double(123_456_789_012_345_678_901_234.5)),
        ])
    func decimals(_ text: String, _ value: DatabaseValue) async throws {
        try await TestEngine.postgreSQL.withDatabase { database in
            let rows = try await database.query("SELECT CAST('\(text)' AS NUMERIC) AS n")
            #expect(rows.map(\.values) == [[value]])
        }
    }

    @Test("A type that is not read is an error, as is a value that does not fit its parameter")
    func types() async throws {
        try await TestEngine.postgreSQL.withDatabase { database in
            await #expect(throws: DatabaseError.unexpectedColumn(name: "now")) {
                try await database.query("SELECT now() AS now")
            }
            for (type, value) in [
                ("SMALLINT", DatabaseValue.integer(32768)), ("INT", .integer(2_147_483_648)), ("BIGINT", .text("1")),
                ("TEXT", .integer(1)), ("BYTEA", .text("x")), ("TEXT", .blob([1])), ("BOOLEAN", .integer(1)),
            ] {
                let sql = "SELECT 1 AS n WHERE $1 = CAST(NULL AS \(type))"
                await #expect(throws: DatabaseError.parameterMismatch(sql: sql)) {
                    try await database.query(sql, [value])
                }
            }
            let sql = "SELECT $1 + CAST(0 AS INT) AS i, $2 + CAST(0 AS SMALLINT) AS s, $3 * CAST(1 AS REAL) AS r"
            let rows = try await database.query(sql, [.integer(-7), .integer(-300), .double(0.5)])
            #expect(rows.map(\.values) == [[.integer(-7), .integer(-300), .double(0.5)]])
        }
    }

    @Test("Every process hears of a transaction once")
    func notifications() async throws {
        let heard = Mutex<[[String]]>([[], []])
        try await TestEngine.postgreSQL.withLocation { location in
            let (signals, continuation) = AsyncStream<Int>.makeStream()
            let nodes = try (0..<2).map { node in
                try Database(location, migrations: testSchema) { notification in
                    if case .payload(let payload) = notification { heard.withLock { $0[node].append(payload) } }
                    continuation.yield(node)
                }
            }
            var iterator = signals.makeAsyncIterator()
            for (sender, payload) in [(0, "a:b"), (1, "c")] {
                try await nodes[sender].write { transaction throws(DatabaseError) in try transaction.notify(payload) }
                #expect(heard.withLock { $0[sender].last } == payload)
                while let node = await iterator.next(), node == sender {}
            }
            #expect(heard.withLock { $0 } == [["a:b", "c"], ["a:b", "c"]])
            for node in nodes { await node.close() }
        }
    }

    @Test("Notifications arrive as they were sent, whatever is in them, many at a time")
    func hostileNotifications() async throws {
        let payloads =
            [
                "", " ", "\"", "'", "''", "\\", "\\\"", "{", "}", "{}", ",", "{\"a\",NULL}", "NULL", "$1", "%s", "a:b",
                "*", ":",
                "\n", "\t\r", "\u{1}", "🐢", "e\u{301}", "{\"id\":\"x\\\\\"}",
                String(repeating: "\"", count: Transaction.maximumNotificationBytes),
            ] + (0..<1000).map { "payload \($0)" }
        try await TestEngine.postgreSQL.withLocation { location in
            let (heard, continuation) = AsyncStream<DatabaseNotification>.makeStream()
            let listening = try Database(location, migrations: testSchema) { continuation.yield($0) }
            let sending = try Database(location)
            try await sending.write { transaction throws(DatabaseError) in
                for payload in payloads { try transaction.notify(payload) }
            }
            var received: [DatabaseNotification] = []
            for await notification in heard {
                received.append(notification)
                if received.count == payloads.count { break }
            }
            // Compared byte for byte: strings that differ in their bytes may be equal.
            let bytes = received.map { notification in
                if case .payload(let payload) = notification { Array(payload.utf8) } else { [UInt8]() }
            }
            #expect(bytes == payloads.map { Array($0.utf8) })
            await listening.close()
            await sending.close()
        }
    }

    @Test("A call whose connection was ended while it was idle is served by a new one")
    func idleConnectionEnded() async throws {
        try await TestEngine.postgreSQL.withLocation { location in
            let database = try Database(location, migrations: testSchema)
            try await database.add("before")
            try await terminateOthers(location)
            try await database.add("after")
            #expect(try await database.texts == ["after", "before"])
            await database.close()
        }
    }

    @Test("A transaction whose connection is ended before the commit is run again, and happens once")
    func connectionEnded() async throws {
        try await TestEngine.postgreSQL.withLocation { location in
            let database = try Database(location, migrations: testSchema)
            let attempts = Mutex(0)
            let gate = Gate()
            async let written: Void = database.write { transaction throws(DatabaseError) in
                try transaction.execute("UPDATE c SET n = n + 1")
                if attempts.withLock({
                    $0 += 1; return $0
                }) == 1 {
                    gate.pass()
                }
                try transaction.execute("INSERT INTO t VALUES ('x')")
                try transaction.notify("x")
            }
            await gate.arrival()
            try await terminateOthers(location)
            gate.open()
            try await written
            #expect(attempts.withLock { $0 } == 2)
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 1)
            #expect(try await database.texts == ["x"])
            #expect(database.statistics.repetitions == 1)
            await database.close()
        }
    }

    @Test("When the listening connection is lost and back, everybody is told to look again")
    func listenerEnded() async throws {
        try await TestEngine.postgreSQL.withLocation { location in
            let (heard, continuation) = AsyncStream<DatabaseNotification>.makeStream()
            let database = try Database(location, migrations: testSchema) { continuation.yield($0) }
            let other = try Database(location)
            try await terminateOthers(location)
            var iterator = heard.makeAsyncIterator()
            #expect(await iterator.next() == .connectionRestored)
            try await other.write { transaction throws(DatabaseError) in try transaction.notify("again") }
            #expect(await iterator.next() == .payload("again"))
            await database.close()
            await other.close()
        }
    }

    @Test("A server that crashes and comes back is used again, and nothing is half done")
    func crash() async throws {
        let own = TestPostgreSQL()
        let location = try DatabaseLocation(own.createDatabase())
        var options = DatabaseOptions()
        options.queueTimeout = .milliseconds(200)
        options.timeout = .seconds(20)
        let (heard, continuation) = AsyncStream<DatabaseNotification>.makeStream()
        let database = try Database(location, options: options, migrations: testSchema) { continuation.yield($0) }
        try await database.add("before")
        own.crash()
        for _ in 0..<3 {
            let error = await #expect(throws: DatabaseError.self) { try await database.add("meanwhile") }
            #expect(error?.isUnavailability == true)
        }
        own.restart()
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == .connectionRestored)
        await database.addEventually("after")
        #expect(try await database.texts == ["after", "before"])
        await database.close()
    }

    @Test("A server that does not answer is given up in time, and used again later")
    func stalled() async throws {
        let proxy = try Proxy(to: server.folder)
        let direct = try server.createDatabase()
        let name = String(direct.drop { $0 != "@" }.dropFirst(2).prefix { $0 != "?" })
        let location = try DatabaseLocation(server.url(of: name, folder: proxy.folder))
        var options = DatabaseOptions()
        options.queueTimeout = .milliseconds(300)
        options.timeout = .milliseconds(300)
        options.heartbeat = .milliseconds(100)
        let (heard, continuation) = AsyncStream<DatabaseNotification>.makeStream()
        let database = try Database(location, options: options, migrations: testSchema) { continuation.yield($0) }
        try await database.add("before")
        proxy.stall()
        let start = ContinuousClock.now
        let error = await #expect(throws: DatabaseError.self) { try await database.add("meanwhile") }
        #expect(error?.isUnavailability == true)
        let second = await #expect(throws: DatabaseError.self) { _ = try await database.query("SELECT 1") }
        #expect(second?.isUnavailability == true)
        #expect(ContinuousClock.now - start < .seconds(30))
        proxy.cut()
        proxy.resume()
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == .connectionRestored)
        await database.addEventually("after")
        #expect(try await database.texts == ["after", "before"])
        await database.close()
    }

    @Test("Of connections that hang one at most takes the time of a call, and the others are replaced before their use")
    func hungConnections() async throws {
        let proxy = try Proxy(to: server.folder)
        let direct = try server.createDatabase()
        let name = String(direct.drop { $0 != "@" }.dropFirst(2).prefix { $0 != "?" })
        var options = DatabaseOptions()
        options.connectionCount = 4
        options.timeout = .seconds(1)
        let database = try Database(
            DatabaseLocation(server.url(of: name, folder: proxy.folder)), options: options, migrations: testSchema)
        // All connections are made.
        let gates = (0..<4).map { _ in Gate() }
        try await withThrowingTaskGroup { group in
            for gate in gates {
                group.addTask {
                    try await database.write { transaction throws(DatabaseError) in
                        _ = try transaction.query("SELECT 1")
                        gate.pass()
                    }
                }
            }
            for gate in gates { await gate.arrival() }
            for gate in gates { gate.open() }
            try await group.waitForAll()
        }
        proxy.hang()
        let error = await #expect(throws: DatabaseError.self) { try await database.query("SELECT 1") }
        #expect(error == .deadlineExceeded(sql: "SELECT 1"))
        for number in 0..<12 { try await database.add("\(number)") }
        #expect(try await database.texts.count == 12)
        proxy.cut()
        await database.close()
    }

    @Test(
        "A commit that is not answered is reported as such, and not repeated", arguments: [true, false],
        [nil, "thrown", "caught"])
    func unknownOutcome(_ isStalled: Bool, _ ownCommit: String?) async throws {
        let proxy = try Proxy(to: server.folder)
        let direct = try server.createDatabase()
        let name = String(direct.drop { $0 != "@" }.dropFirst(2).prefix { $0 != "?" })
        var options = DatabaseOptions()
        options.timeout = .milliseconds(500)
        let heard = Mutex<[DatabaseNotification]>([])
        let database = try Database(
            DatabaseLocation(try server.url(of: name, folder: proxy.folder)), options: options, migrations: testSchema
        ) { notification in heard.withLock { $0.append(notification) } }
        let attempts = Mutex(0)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { transaction throws(DatabaseError) in
                try transaction.execute("INSERT INTO t VALUES ('x')")
                try transaction.notify("x")
                attempts.withLock { $0 += 1 }
                if isStalled { proxy.stall() } else { proxy.cut() }
                switch ownCommit {
                case nil: break
                case "caught": try? transaction.commit()
                default: try transaction.commit()
                }
            }
        }
        guard case .connectionLost(outcomeUnknown: true, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(attempts.withLock { $0 } == 1)
        // It may have happened, so whoever waits looks.
        #expect(heard.withLock { $0.contains(.payload("x")) })
        proxy.cut()
        proxy.resume()
        await database.close()
    }

    @Test("A statement that takes too long is ended by the server, and the connection goes on")
    func slowStatement() async throws {
        var options = DatabaseOptions()
        options.timeout = .milliseconds(200)
        options.connectionCount = 1
        try await TestEngine.postgreSQL.withDatabase(migrations: testSchema, options: options) { database in
            await #expect(throws: DatabaseError.deadlineExceeded(sql: "SELECT pg_sleep(600)")) {
                try await database.query("SELECT pg_sleep(600)")
            }
            await database.addEventually("after")
            let texts = try await database.texts
            #expect(texts == ["after"])
        }
    }

    @Test("Transactions that lock in opposite orders both happen")
    func deadlock() async throws {
        try await TestEngine.postgreSQL.withDatabase(migrations: testSchema) { database in
            try await database.add("a")
            try await database.add("b")
            let gates = [Gate(), Gate()]
            let attempts = Monitor([0, 0])
            try await withThrowingTaskGroup { group in
                for (node, order) in [["a", "b"], ["b", "a"]].enumerated() {
                    group.addTask {
                        try await database.write { transaction throws(DatabaseError) in
                            let isFirst = attempts.withLock {
                                $0[node] += 1; return $0[node] == 1
                            }
                            try transaction.execute("UPDATE t SET v = v WHERE v = $1", [.text(order[0])])
                            if isFirst { gates[node].pass() }
                            _ = try transaction.execute("UPDATE t SET v = v WHERE v = $1", [.text(order[1])])
                        }
                    }
                }
                for gate in gates { await gate.arrival() }
                for gate in gates { gate.open() }
                try await group.waitForAll()
            }
            #expect(attempts.withLock { $0.reduce(0, +) } > 2)
        }
    }

    @Test("There are no more connections than allowed")
    func boundedPool() async throws {
        var options = DatabaseOptions()
        options.connectionCount = 3
        try await TestEngine.postgreSQL.withDatabase(migrations: testSchema, options: options) { database in
            let pids = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await database.query("SELECT pg_backend_pid() AS p")[0].integer("p") }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(pids.count <= 3)
        }
    }

    @Test("What cannot be opened is one line that says why, without a password")
    func cannotOpen() throws {
        let folder = try server.folder
        let empty = TemporaryFolder()
        for (url, reason) in [
            ("postgresql://toopher:s3cret@host:port/x", "port is not a number"),
            ("postgresql://toopher:s3cret", "port is not a number"),
            ("postgresql://toopher:s3cret@[::1/x", "malformed"),
            ("postgresql://toopher:s3cret@/x?hots=y", "invalid URI query parameter: \"hots\""),
            ("postgresql://toopher:s3cret@/x?host=%00", "malformed"),
            ("postgresql://toopher:s3cret@/test1?host=\(empty.path)", "No such file or directory"),
            ("postgresql://toopher:s3cret@127.0.0.1:1/x", "Connection refused"),
            ("postgresql://toopher@/nowhere?host=\(folder)", "database \"nowhere\" does not exist"),
            ("postgresql://with_password:s3cret@/postgres?host=\(folder)", "password authentication failed"),
            ("postgresql://with_password@/postgres?host=\(folder)&password=s3cret", "password authentication failed"),
            ("postgresql://with_password@/postgres?host=\(folder)&passfile=/nowhere", "no password supplied"),
        ] {
            let error = #expect(throws: DatabaseError.self) { try Database(DatabaseLocation(url)) }
            guard case .cannotOpen? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            let line = error.map { "\($0)" } ?? ""
            #expect(line.contains(reason), "\(line)")
            #expect(!line.contains("s3cret") && !line.contains("\n"))
        }
    }

    @Test("The right password opens")
    func password() async throws {
        let url = "postgresql://with_password:right@/postgres?host=\(try server.folder)"
        let database = try Database(DatabaseLocation(url))
        #expect(try await database.query("SELECT current_user AS u")[0].text("u") == "with_password")
        await database.close()
    }

    @Test("A server that accepts and says nothing is given up when connecting")
    func silentServer() throws {
        let proxy = try Proxy(to: server.folder)
        proxy.stall()
        var options = DatabaseOptions()
        options.connectTimeout = .milliseconds(100)
        let url = try server.url(of: "postgres", folder: proxy.folder)
        let error = #expect(throws: DatabaseError.self) { try Database(DatabaseLocation(url), options: options) }
        #expect(error == .cannotOpen(location: "postgresql:///postgres", reason: "the server does not answer"))
    }
}

#endif
