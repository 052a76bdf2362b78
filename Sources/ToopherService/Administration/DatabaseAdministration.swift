#if Service

internal import Database

/// What an operator does with a database while no service runs on it.
public struct DatabaseAdministration: Sendable {
    /// The setting that marks a database into which another is being copied.
    static let unfinishedCopy = "unfinished_copy"

    private let database: Database

    /// Opens a database.
    init(_ location: String, isMigrated: Bool) throws(ServiceError) {
        do throws(DatabaseError) {
            database = try Database(DatabaseLocation(location), migrations: isMigrated ? Schema.migrations : [])
        } catch {
            throw ServiceError(error)
        }
    }

    /// Uses a database that is open.
    init(_ database: Database) {
        self.database = database
    }

    /// Calls `body` with a database, and closes it, also if `body` throws.
    ///
    /// - Parameters:
    ///   - location: The path of a file, or a `postgresql://` URL.
    ///   - isMigrated: Whether its schema is brought up to date.
    public static func open<Result>(
        _ location: String, isMigrated: Bool, _ body: (DatabaseAdministration) async throws -> Result
    ) async throws -> Result {
        let administration = try DatabaseAdministration(location, isMigrated: isMigrated)
        do {
            let result = try await body(administration)
            await administration.close()
            return result
        } catch {
            await administration.close()
            throw error
        }
    }

    /// The version of the schema that this program knows.
    public static var supportedVersion: Int64 { Int64(Schema.migrations.count) }

    /// Returns the version of the schema; 0 if there is none.
    public func version() async throws(ServiceError) -> Int64 {
        do throws(DatabaseError) {
            return try await database.query("SELECT max(version) AS version FROM schema_migrations").first?
                .optionalInteger("version") ?? 0
        } catch DatabaseError.statementFailed {
            return 0
        } catch {
            throw ServiceError(error)
        }
    }

    /// Reads every row of every table.
    ///
    /// - Parameter progress: Called with the number of rows that were read so far.
    public func summaries(progress: (UInt64) -> Void = { _ in }) async throws(ServiceError) -> [TableSummary] {
        do {
            var summaries: [TableSummary] = []
            var count: UInt64 = 0
            for table in StoredTable.all {
                summaries.append(
                    try await table.summary(of: database) { rows in
                        count += UInt64(rows)
                        progress(count)
                    })
            }
            return summaries
        } catch {
            throw ServiceError(error)
        }
    }

    /// Copies everything into another database, which must be empty, and compares what both then have.
    ///
    /// A copy that was not finished cannot be used: the other database says so when a service opens it.
    ///
    /// - Parameter progress: Called with the number of rows that were copied and compared so far.
    /// - Returns: What both have.
    /// - Throws: ``ServiceError/databaseUnavailable(reason:)`` if the other one is not empty, or if the two differ: then a
    ///   service was running on one of them.
    public func copy(
        to other: DatabaseAdministration, progress: (UInt64) -> Void = { _ in }
    ) async throws(ServiceError) -> [TableSummary] {
        var count: UInt64 = 0
        do {
            try await other.beginCopy()
            for table in StoredTable.all {
                try await table.forEachPage(of: database) { rows in
                    try await table.insert(rows, into: other.database)
                    count += UInt64(rows.count)
                    progress(count)
                }
            }
            try await other.endCopy()
        } catch {
            throw ServiceError(error)
        }
        let copied = count
        let mine = try await summaries { progress(copied + $0) }
        let theirs = try await other.summaries { progress(2 * copied + $0) }
        for (one, another) in zip(mine, theirs) where one != another {
            throw .databaseUnavailable(
                reason: "the table \(one.name) differs after the copy: was a service running on one of the databases?")
        }
        return mine
    }

    /// Closes the database.
    func close() async {
        await database.close()
    }

    private func beginCopy() async throws {
        for summary in try await summaries() where !["settings", "nonce_horizon"].contains(summary.name) {
            guard summary.rowCount == 0 else {
                throw ServiceError.databaseUnavailable(
                    reason: "the database to copy into is not empty: its table \(summary.name) has rows")
            }
        }
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute("DELETE FROM nonce_horizon")
            try transaction.execute("DELETE FROM settings")
            try transaction.execute(
                "INSERT INTO settings (name, value) VALUES ($1, $2)", [.text(Self.unfinishedCopy), .text("1")])
        }
    }

    private func endCopy() async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DELETE FROM settings WHERE name = $1", [.text(Self.unfinishedCopy)])
        }
    }
}

#endif
