#if Service

import Database
import TestPostgreSQL
import TestSupport
import Testing

/// An engine that tests run on, with an empty database for each test.
enum TestEngine: String, Sendable {
    case memory
    case file
    case postgreSQL

    /// What this machine can run.
    static let all: [TestEngine] = canRunPostgreSQL ? [.memory, .file, .postgreSQL] : [.memory, .file]

    /// Whether the program has PostgreSQL's engine, and this machine a server for it.
    static var canRunPostgreSQL: Bool {
        #if PostgreSQL
        TestPostgreSQL.isInstalled
        #else
        false
        #endif
    }

    /// Those whose databases outlive a connection.
    static let persistent = all.filter { $0 != .memory }

    /// Runs `body` with an empty database, which is closed and removed afterwards.
    func withDatabase(
        migrations: [Migration] = [], options: DatabaseOptions = DatabaseOptions(),
        onNotification: (@Sendable (DatabaseNotification) -> Void)? = nil, _ body: (Database) async throws -> Void
    ) async throws {
        try await withLocation { location in
            let database = try Database(
                location, options: options, migrations: migrations, onNotification: onNotification)
            do {
                try await body(database)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    /// Runs `body` with the location of an empty database.
    func withLocation(_ body: (DatabaseLocation) async throws -> Void) async throws {
        switch self {
        case .memory: try await body(DatabaseLocation(":memory:"))
        case .file:
            let folder = TemporaryFolder()
            defer { folder.remove() }
            try await body(DatabaseLocation(folder.file("test.sqlite")))
        case .postgreSQL: try await body(DatabaseLocation(try #require(TestPostgreSQL.shared).createDatabase()))
        }
    }
}

/// A table with one column, and a table with one row that counts.
let testSchema = [
    Migration(
        version: 1, name: "tables",
        statements: [
            "CREATE TABLE t (v TEXT PRIMARY KEY)", "CREATE TABLE c (n BIGINT NOT NULL)", "INSERT INTO c VALUES (0)",
        ])
]

extension Database {
    /// The rows of the test's table.
    var texts: [String] {
        get async throws(DatabaseError) {
            try await query("SELECT v FROM t ORDER BY v").map { row throws(DatabaseError) in try row.text("v") }
        }
    }

    /// Adds a row to the test's table as soon as the database can be used again. An attempt may have succeeded without an
    /// answer.
    func addEventually(_ text: String) async {
        let insert = "INSERT INTO t VALUES ($1) ON CONFLICT (v) DO NOTHING"
        while true {
            do throws(DatabaseError) {
                return try await write { transaction throws(DatabaseError) in
                    _ = try transaction.execute(insert, [.text(text)])
                }
            } catch {
                guard error.isUnavailability else {
                    Issue.record(error)
                    return
                }
            }
        }
    }

    /// Adds a row to the test's table.
    func add(_ text: String) async throws(DatabaseError) {
        try await write { transaction throws(DatabaseError) in
            _ = try transaction.execute("INSERT INTO t VALUES ($1)", [.text(text)])
        }
    }
}

#endif
