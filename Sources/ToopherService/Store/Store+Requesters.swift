#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores a requester.
    func addRequester(id: String, name: String, key: String, secret: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                """
                INSERT INTO requesters (id, name, consumer_key, consumer_secret, created) VALUES ($1, $2, $3, $4, $5)
                """, [.text(id), .text(name), .text(key), .text(secret), .integer(now)])
        }
    }

    /// Returns all requesters without their secrets, the oldest first.
    func requesterSummaries() async throws(DatabaseError) -> [RequesterSummary] {
        let rows = try await database.query(
            "SELECT id, name, consumer_key, created FROM requesters ORDER BY created, name")
        return try rows.map { row throws(DatabaseError) in
            RequesterSummary(
                id: try row.text("id"), name: try row.text("name"), consumerKey: try row.text("consumer_key"),
                created: try row.integer("created"))
        }
    }

    /// Looks up a requester by its consumer key.
    func requester(consumerKey: String) async throws(DatabaseError) -> Requester? {
        try await requester("SELECT * FROM requesters WHERE consumer_key = $1", .text(consumerKey))
    }

    /// Looks up a requester by its id.
    func requester(id: String) async throws(DatabaseError) -> Requester? {
        try await requester("SELECT * FROM requesters WHERE id = $1", .text(id))
    }

    private func requester(_ sql: String, _ value: DatabaseValue) async throws(DatabaseError) -> Requester? {
        let rows = try await database.query(sql, [value])
        guard let row = rows.first else { return nil }
        return Requester(
            id: try row.text("id"), name: try row.text("name"), consumerKey: try row.text("consumer_key"),
            consumerSecret: SecretBytes(utf8: try row.text("consumer_secret")))
    }
}

#endif
