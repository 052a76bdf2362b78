#if Service

internal import CryptoCore
internal import Database
internal import OAuth1

extension Store {
    /// Stores a requester, whose secret is sealed.
    func addRequester(id: String, name: String, key: String, secret: SecretBytes, now: Int64) async throws {
        let sealed = try sealer.seal(secret, of: Self.owner(id))
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                "INSERT INTO requesters (id, name, consumer_key, sealed_secret, created) VALUES ($1, $2, $3, $4, $5)",
                [.text(id), .text(name), .text(key), .text(sealed), .integer(now)])
            try transaction.notify(.requesters)
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

    /// Returns all requesters with their prepared keys, reusing those of unchanged secrets.
    ///
    /// - Parameter known: Those that were read before, by consumer key.
    func requesterEntries(
        known: [String: RequesterDirectory.Entry]
    ) async throws -> [RequesterDirectory.Entry] {
        let rows = try await database.query("SELECT id, name, consumer_key, sealed_secret FROM requesters")
        return try rows.map { row in
            let (id, key, sealed) = try (row.text("id"), row.text("consumer_key"), row.text("sealed_secret"))
            if var entry = known[key], entry.sealed == sealed, entry.requester.id == id {
                entry.requester.name = try row.text("name")
                return entry
            }
            let secret: SecretBytes
            do throws(CryptoError) {
                secret = try sealer.open(sealed, of: Self.owner(id))
            } catch CryptoError.authenticationFailed {
                throw ServiceError.keyUnavailable(
                    path: "",
                    reason: "the secrets in the database are encrypted with another key than this process has: "
                        + "start it again with --key-file and the new file")
            }
            return RequesterDirectory.Entry(
                requester: Requester(id: id, name: try row.text("name"), consumerKey: key, consumerSecret: secret),
                credentials: try Credentials(consumerKey: key, consumerSecret: secret), sealed: sealed)
        }
    }

    /// What a requester's secret is sealed for.
    static func owner(_ id: String) -> String { SealedColumn.requesters.owner(id) }
}

#endif
