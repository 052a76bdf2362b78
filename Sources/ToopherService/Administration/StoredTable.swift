#if Service

internal import CryptoCore
internal import Database

/// A table, for those who handle all of them alike.
struct StoredTable: Sendable {
    let name: String
    /// The columns of the primary key.
    let key: [String]

    /// Every table, each after those that it refers to.
    static let all = [
        StoredTable(name: "settings", key: ["name"]),
        StoredTable(name: "requesters", key: ["id"]),
        StoredTable(name: "requester_secrets", key: ["id"]),
        StoredTable(name: "requester_origins", key: ["requester_id", "origin"]),
        StoredTable(name: "users", key: ["id"]),
        StoredTable(name: "devices", key: ["id"]),
        StoredTable(name: "device_credentials", key: ["device_id", "credential_id"]),
        StoredTable(name: "pairing_phrases", key: ["phrase"]),
        StoredTable(name: "pairings", key: ["id"]),
        StoredTable(name: "pairing_invitations", key: ["token_digest"]),
        StoredTable(name: "reset_links", key: ["token_digest"]),
        StoredTable(name: "terminals", key: ["id"]),
        StoredTable(name: "actions", key: ["id"]),
        StoredTable(name: "authentication_requests", key: ["id"]),
        StoredTable(name: "decisions", key: ["subject_id", "kind"]),
        StoredTable(name: "automations", key: ["id"]),
        StoredTable(name: "idempotency_keys", key: ["requester_id", "idempotency_key"]),
        StoredTable(name: "page_sessions", key: ["token_digest"]),
        StoredTable(name: "management_sessions", key: ["token_digest"]),
        StoredTable(name: "admin_tokens", key: ["token_digest"]),
        StoredTable(name: "nonces", key: ["stamped", "digest"]),
        StoredTable(name: "nonce_horizon", key: ["id"]),
        StoredTable(name: "pairing_otp_secrets", key: ["pairing_id"]),
        StoredTable(name: "oath_tokens", key: ["id"]),
        StoredTable(name: "oath_token_users", key: ["user_id", "token_id"]),
        StoredTable(name: "backup_code_lists", key: ["user_id"]),
        StoredTable(name: "backup_codes", key: ["user_id", "digest"]),
        StoredTable(name: "otp_guesses", key: ["subject_id"]),
        StoredTable(name: "push_keys", key: ["id"]),
        StoredTable(name: "push_subscriptions", key: ["device_id"]),
        StoredTable(name: "webhook_endpoints", key: ["requester_id"]),
        StoredTable(name: "webhook_secrets", key: ["id"]),
        StoredTable(name: "webhook_messages", key: ["id"]),
        StoredTable(name: "integrations", key: ["id"]),
        StoredTable(name: "integration_requests", key: ["request_id"]),
        StoredTable(name: "integration_prompts", key: ["digest"]),
        StoredTable(name: "web_logins", key: ["token_digest"]),
        StoredTable(name: "audit_keys", key: ["id"]),
        StoredTable(name: "audit_secrets", key: ["id"]),
        StoredTable(name: "audit_pending", key: ["id"]),
        StoredTable(name: "audit_entries", key: ["position"]),
        StoredTable(name: "audit_heads", key: ["size"]),
        StoredTable(name: "audit_tree", key: ["id"]),
    ]

    /// Calls `body` with all rows, some at a time, in the order of the key.
    func forEachPage(
        of database: Database, rowCount: Int64 = 500, _ body: ([Row]) async throws -> Void
    ) async throws {
        let columns = key.joined(separator: ", ")
        var last: [DatabaseValue] = []
        while true {
            let values = last.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            let rows = try await database.query(
                """
                SELECT * FROM \(name) \(last.isEmpty ? "" : "WHERE (\(columns)) > (\(values))")
                ORDER BY \(columns) LIMIT \(rowCount)
                """, last)
            guard let row = rows.last else { return }
            try await body(rows)
            last = key.map { row[$0] ?? .null }
        }
    }

    /// Inserts rows.
    func insert(_ rows: [Row], into database: Database) async throws(DatabaseError) {
        guard let columns = rows.first?.columns else { return }
        // SQLite permits 32,766 parameters, PostgreSQL 65,535.
        let perStatement = max(1, 2000 / columns.count)
        let name = name
        try await database.write { transaction throws(DatabaseError) in
            for start in stride(from: 0, to: rows.count, by: perStatement) {
                let some = rows[start..<min(start + perStatement, rows.count)]
                let places = some.indices.map { row in
                    "(" + columns.indices.map { "$\((row - start) * columns.count + $0 + 1)" }.joined(separator: ", ")
                        + ")"
                }
                try transaction.execute(
                    """
                    INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES \(places.joined(separator: ", "))
                    """, some.flatMap(\.values))
            }
        }
    }

    /// Counts the rows, and returns a digest of them that is the same on every engine and in every order.
    ///
    /// - Parameter afterPage: Called with the number of rows in each page.
    func summary(of database: Database, afterPage: (Int) -> Void = { _ in }) async throws -> TableSummary {
        var summary = TableSummary(name: name)
        try await forEachPage(of: database) { rows in
            for row in rows { try summary.add(row) }
            afterPage(rows.count)
        }
        return summary
    }
}

#endif
