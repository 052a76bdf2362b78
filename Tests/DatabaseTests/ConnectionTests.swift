#if Service

import Database
import Testing

@Suite("Connection") struct ConnectionTests {
    @Test(
        "Values are read as they were written",
        arguments: [
            DatabaseValue.null, .integer(.min), .integer(.max), .double(-0.25), .text(""), .text("naïve 🐢"),
            .text("a\u{0}b"), .blob([]), .blob([0, 255, 0]),
        ])
    func roundTrip(_ value: DatabaseValue) throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (v BYTEA)")
        try connection.execute("INSERT INTO t VALUES ($1)", [value])
        #expect(try connection.query("SELECT v FROM t").map(\.values) == [[value]])
    }

    @Test("Parameters are numbered by name, not by appearance")
    func numberedParameters() throws {
        let connection = try Connection(path: ":memory:")
        let rows = try connection.query("SELECT $2 AS b, $1 AS a, $2 AS c", [.text("one"), .text("two")])
        #expect(rows == [try connection.query("SELECT 'two' AS b, 'one' AS a, 'two' AS c")[0]])
    }

    @Test("A wrong number of values is refused", arguments: [[], [DatabaseValue.null, .null]])
    func wrongCount(_ values: [DatabaseValue]) throws {
        let connection = try Connection(path: ":memory:")
        #expect(throws: DatabaseError.parameterMismatch(sql: "SELECT $1")) { try connection.query("SELECT $1", values) }
    }

    @Test("Errors name the statement and never a value")
    func errorsAreDiscreet() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (v TEXT PRIMARY KEY)")
        let insert = "INSERT INTO t VALUES ($1)"
        try connection.execute(insert, [.text("s3cret")])
        let error = #expect(throws: DatabaseError.self) { try connection.execute(insert, [.text("s3cret")]) }
        #expect(error == .constraintViolated(sql: insert, message: "UNIQUE constraint failed: t.v"))
        #expect(error.map { "\($0)".contains("s3cret") } == false)
        let syntax = #expect(throws: DatabaseError.self) { try connection.query("SELEC $1", [.text("s3cret")]) }
        #expect(syntax.map { "\($0)".contains("s3cret") } == false)
    }

    @Test("An error rolls the transaction back, and the connection remains usable")
    func rollback() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (v BIGINT)")
        #expect(throws: DatabaseError.closed) {
            try connection.transaction { () throws(DatabaseError) in
                try connection.execute("INSERT INTO t VALUES (1)")
                throw DatabaseError.closed
            }
        }
        try connection.transaction { () throws(DatabaseError) in
            _ = try connection.execute("INSERT INTO t VALUES (2)")
        }
        #expect(try connection.query("SELECT v FROM t").map(\.values) == [[.integer(2)]])
    }

    @Test("Foreign keys are enforced")
    func foreignKeys() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE a (id BIGINT PRIMARY KEY)")
        try connection.execute("CREATE TABLE b (a BIGINT REFERENCES a (id))")
        #expect(throws: DatabaseError.self) { try connection.execute("INSERT INTO b VALUES (1)") }
    }

    @Test("Columns are read by name, and their types are checked")
    func columns() throws {
        let connection = try Connection(path: ":memory:")
        let row = try connection.query("SELECT 'x' AS t, 1 AS n, NULL AS z, x'00ff' AS b")[0]
        #expect(try row.text("t") == "x")
        #expect(try row.flag("n"))
        #expect(try row.optionalText("z") == nil)
        #expect(try row.optionalInteger("z") == nil)
        #expect(try row.blob("b") == [0, 255])
        #expect(throws: DatabaseError.unexpectedColumn(name: "n")) { try row.text("n") }
        #expect(throws: DatabaseError.unexpectedColumn(name: "missing")) { try row.integer("missing") }
    }

    @Test("A closed connection throws")
    func closed() throws {
        let connection = try Connection(path: ":memory:")
        connection.close()
        #expect(throws: DatabaseError.closed) { try connection.query("SELECT 1") }
    }
}

#endif
