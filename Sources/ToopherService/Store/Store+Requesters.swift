#if Service

internal import CryptoCore
internal import Database
internal import OAuth1

extension Store {
    private static let requesterColumns = """
        r.id, r.name, r.consumer_key, r.state, r.number_matching, r.number_digits, r.allows_concurrent_prompts,
        r.always_challenges, r.confirms_additional_phones,
        \(hasWebhook("r.id"))
        """

    /// Stores a requester with its first secret, which is sealed.
    func addRequester(
        id: String, name: String, key: String, secretID: String, secret: SecretBytes, now: Int64
    ) async throws {
        let sealed = try sealer.seal(secret, of: Self.owner(requester: id, secret: secretID))
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                "INSERT INTO requesters (id, name, consumer_key, created) VALUES ($1, $2, $3, $4)",
                [.text(id), .text(name), .text(key), .integer(now)])
            try Self.insertSecret(id: secretID, of: id, sealed: sealed, now: now, transaction)
            try Self.record(.requesterCreated(id, name: name, consumerKey: key), now: now, transaction)
            try transaction.notify(.requesters)
        }
    }

    /// Stores a sealed secret that does not expire.
    static func insertSecret(
        id: String, of requesterID: String, sealed: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO requester_secrets (id, requester_id, sealed_secret, created) VALUES ($1, $2, $3, $4)",
            [.text(id), .text(requesterID), .text(sealed), .integer(now)])
    }

    /// Returns all requesters without their secrets, the oldest first.
    func requesterSummaries() async throws(DatabaseError) -> [RequesterSummary] {
        let rows = try await database.query(
            "SELECT \(Self.requesterColumns), r.created FROM requesters r ORDER BY r.created, r.name")
        return try rows.map { row throws(DatabaseError) in
            RequesterSummary(
                id: try row.text("id"), name: try row.text("name"), consumerKey: try row.text("consumer_key"),
                state: try row.word("state"), policy: try Self.policy(row), created: try row.integer("created"))
        }
    }

    /// Returns all requesters with their prepared keys, reusing those of unchanged secrets.
    ///
    /// - Parameter known: Those that were read before, by consumer key.
    func requesters(known: [String: Requester]) async throws -> [Requester] {
        let rows = try await database.query(
            """
            SELECT \(Self.requesterColumns), s.id AS secret_id, s.sealed_secret, s.expires
            FROM requesters r LEFT JOIN requester_secrets s ON s.requester_id = r.id
            ORDER BY r.id, CASE WHEN s.expires IS NULL THEN 0 ELSE 1 END, s.expires DESC, s.id
            """)
        let integrations = try await integrations(
            known: Dictionary(known.values.flatMap(\.integrations).map { ($0.key, $0) }) { first, _ in first })
        let origins = try await origins()
        var requesters: [Requester] = []
        for row in rows {
            let (id, key) = try (row.text("id"), row.text("consumer_key"))
            if requesters.last?.id != id {
                requesters.append(
                    Requester(
                        id: id, name: try row.text("name"), consumerKey: key, state: try row.word("state"),
                        policy: try Self.policy(row), origins: origins[id] ?? [],
                        hasWebhook: try row.flag("has_webhook"), integrations: integrations[id] ?? [], secrets: []))
            }
            guard let secretID = try row.optionalText("secret_id") else { continue }
            let earlier = known[key].flatMap { $0.id == id ? $0.secret(id: secretID) : nil }
            let secret = try secret(secretID, of: id, key: key, row, known: earlier)
            requesters[requesters.count - 1].secrets.append(secret)
        }
        return requesters
    }

    /// What a requester's secret is sealed for.
    static func owner(requester: String, secret: String) -> String { "requester \(requester) secret \(secret)" }

    /// Returns the policy in a row of a requester.
    static func policy(_ row: Row) throws(DatabaseError) -> RequesterPolicy {
        var policy = RequesterPolicy()
        policy.numberMatching = try row.word("number_matching")
        policy.numberDigits = Int(try row.integer("number_digits"))
        policy.allowsConcurrentPrompts = try row.flag("allows_concurrent_prompts")
        policy.alwaysChallenges = try row.flag("always_challenges")
        policy.confirmsAdditionalPhones = try row.flag("confirms_additional_phones")
        return policy
    }

    private func secret(
        _ id: String, of requesterID: String, key: String, _ row: Row, known: RequesterSecret?
    ) throws -> RequesterSecret {
        let (sealed, expires) = try (row.text("sealed_secret"), row.optionalInteger("expires"))
        if var known, known.sealed == sealed {
            known.expires = expires
            return known
        }
        do throws(CryptoError) {
            let secret = try sealer.open(sealed, of: Self.owner(requester: requesterID, secret: id))
            return RequesterSecret(
                id: id, sealed: sealed, secret: secret,
                credentials: try Credentials(consumerKey: key, consumerSecret: secret), expires: expires)
        } catch CryptoError.authenticationFailed {
            throw ServiceError.keyUnavailable(
                path: "",
                reason: "the secrets in the database are encrypted with another key than this process has: "
                    + "start it again with --key-file and the new file")
        }
    }
}

#endif
