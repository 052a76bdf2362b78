#if Service

import Database
import Testing

@Suite("Statements") struct StatementTests {
    @Test("Values are read as they were written", arguments: TestEngine.all)
    func roundTrip(_ engine: TestEngine) async throws {
        let schema = [
            Migration(
                version: 1, name: "types",
                statements: ["CREATE TABLE v (i BIGINT, d DOUBLE PRECISION, t TEXT, b BYTEA)"])
        ]
        try await engine.withDatabase(migrations: schema) { database in
            let rows: [[DatabaseValue]] = [
                [.null, .null, .null, .null],
                [.integer(.min), .double(-0.25), .text(""), .blob([])],
                [.integer(.max), .double(1e300), .text("naïve 🐢 \u{1} \\ ' \" $1"), .blob([0, 255, 0, 92])],
                [.integer(0), .double(.infinity), .text(String(repeating: "é", count: 50_000)), .blob([0])],
            ]
            for row in rows {
                let read = try await database.write { transaction throws(DatabaseError) in
                    try transaction.execute("DELETE FROM v")
                    try transaction.execute("INSERT INTO v VALUES ($1, $2, $3, $4)", row)
                    return try transaction.query("SELECT i, d, t, b FROM v")
                }
                #expect(read.map(\.values) == [row])
                #expect(read.map(\.columns) == [["i", "d", "t", "b"]])
                let again = try await database.query("SELECT i, d, t, b FROM v")
                #expect(again == read)
            }
        }
    }

    @Test(
        "What an engine does not keep is refused on both",
        arguments: TestEngine.all, [DatabaseValue.text("a\u{0}b"), .double(.nan), .double(.signalingNaN)])
    func unsupported(_ engine: TestEngine, _ value: DatabaseValue) async throws {
        try await engine.withDatabase { database in
            let sql = "SELECT 1 WHERE $1 IS NULL"
            await #expect(throws: DatabaseError.unsupportedValue(sql: sql)) { try await database.query(sql, [value]) }
        }
    }

    @Test("Parameters are numbered by name, not by appearance", arguments: TestEngine.all)
    func numberedParameters(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = try await database.query(
                "SELECT $2 || '' AS b, $1 || '' AS a, $2 || '' AS c", [.text("one"), .text("two")])
            #expect(rows.map(\.values) == [[.text("two"), .text("one"), .text("two")]])
        }
    }

    @Test("A wrong number of values is refused", arguments: TestEngine.all, [[], [DatabaseValue.null, .null]])
    func wrongCount(_ engine: TestEngine, _ values: [DatabaseValue]) async throws {
        try await engine.withDatabase { database in
            let sql = "SELECT $1 || ''"
            await #expect(throws: DatabaseError.parameterMismatch(sql: sql)) { try await database.query(sql, values) }
        }
    }

    @Test("Errors name the statement and never a value", arguments: TestEngine.all)
    func errorsAreDiscreet(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.add("s3cret")
            let insert = "INSERT INTO t VALUES ($1)"
            let error = await #expect(throws: DatabaseError.self) { try await database.add("s3cret") }
            guard case .constraintViolated(insert, let message)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.contains("UNIQUE constraint failed: t.v") || message.contains("\"t_pkey\""))
            #expect(error.map { "\($0)".contains("s3cret") } == false)
            for sql in [
                "SELEC $1", "SELECT nothing FROM t WHERE v = $1", "SELECT CAST($1 || '' AS BIGINT) AS n FROM t",
            ] {
                do {
                    let rows = try await database.query(sql, [.text("s3cret")])
                    // SQLite makes a number of every text.
                    #expect(rows.map(\.values) == [[.integer(0)]])
                } catch {
                    #expect(!"\(error)".contains("s3cret"))
                    #expect("\(error)".contains(sql))
                }
            }
        }
    }

    @Test("The number of changed rows is returned", arguments: TestEngine.all)
    func changeCount(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let counts = try await database.write { transaction throws(DatabaseError) in
                [
                    try transaction.execute("INSERT INTO t VALUES ('a'), ('b'), ('c')"),
                    try transaction.execute("INSERT INTO t VALUES ('a') ON CONFLICT (v) DO NOTHING"),
                    try transaction.execute("SELECT v FROM t"),
                    try transaction.execute("UPDATE t SET v = v WHERE v < 'c'"),
                    try transaction.execute("DELETE FROM t WHERE v = 'none'"),
                    try transaction.query("DELETE FROM t WHERE v > 'a' RETURNING v").count,
                ]
            }
            #expect(counts == [3, 0, 0, 2, 0, 2])
        }
    }

    @Test("Sums, counts, comparisons and texts have the same type on both", arguments: TestEngine.all)
    func expressions(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let rows = try await database.query(
                """
                SELECT count(*) AS n, sum(n) AS s, n = 0 AS f, coalesce(max(n), 7) AS m, CAST(0.5 AS REAL) AS d,
                    'x' AS t, NULL AS z
                FROM c GROUP BY n
                """)
            let row = try #require(rows.first)
            #expect(
                row.values == [
                    .integer(1), .integer(0), .integer(1), .integer(0), .double(0.5), .text("x"), .null,
                ])
            #expect(try row.flag("f"))
            #expect(try row.optionalText("z") == nil)
            #expect(try row.optionalInteger("z") == nil)
            #expect(throws: DatabaseError.unexpectedColumn(name: "n")) { try row.text("n") }
            #expect(throws: DatabaseError.unexpectedColumn(name: "missing")) { try row.integer("missing") }
        }
    }

    @Test("Foreign keys are enforced", arguments: TestEngine.all)
    func foreignKeys(_ engine: TestEngine) async throws {
        let schema = [
            Migration(
                version: 1, name: "two",
                statements: ["CREATE TABLE a (id BIGINT PRIMARY KEY)", "CREATE TABLE b (a BIGINT REFERENCES a (id))"])
        ]
        try await engine.withDatabase(migrations: schema) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction throws(DatabaseError) in
                    _ = try transaction.execute("INSERT INTO b VALUES (1)")
                }
            }
            guard case .constraintViolated? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("More statements than are kept prepared", arguments: TestEngine.all)
    func manyStatements(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            for pass in 0..<2 {
                for number in 0..<300 {
                    let rows = try await database.query("SELECT \(number) AS n")
                    #expect(rows.map(\.values) == [[.integer(Int64(number))]], "\(pass)")
                }
            }
        }
    }

    @Test("A table that has changed is read with its new columns", arguments: TestEngine.all)
    func changedTable(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            #expect(try await database.query("SELECT * FROM c").map(\.columns) == [["n"]])
            try await database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute("ALTER TABLE c ADD COLUMN m BIGINT")
            }
            #expect(try await database.query("SELECT * FROM c").map(\.columns) == [["n", "m"]])
            let inside = try await database.write { transaction throws(DatabaseError) in
                try transaction.query("SELECT * FROM c")
            }
            #expect(inside.map(\.columns) == [["n", "m"]])
        }
    }
}

#endif
