#if Service

internal import AuthAPI
internal import CryptoCore
internal import Database

extension Store {
    /// Stores an integration with its sealed secret key.
    func addIntegration(
        key: String, name: String, kind: IntegrationKind, settings: IntegrationSettings, sealed: String,
        of requester: String, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<Void> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            try transaction.execute(
                """
                INSERT INTO integrations (id, requester_id, name, kind, is_enabled, sealed_secret, accepted, seen,
                    fails_open, shows_errors, offers_enrolment, redirect_uris, created)
                VALUES ($1, $2, $3, $4, 1, $5, $6, '', 0, $7, $8, $9, $10)
                """,
                [
                    .text(key), .text(id), .text(name), .text(kind.rawValue), .text(sealed),
                    .text(Self.words(settings.variants)), .flag(settings.showsErrors),
                    .flag(settings.offersEnrolment), .text(settings.redirectURIs.joined(separator: "\n")),
                    .integer(now),
                ])
            try Self.record(
                .integrationCreated(key, requesterID: id, name: name, kind, settings), now: now, transaction)
        }
    }

    /// Changes an integration; returns whether there is one of this key.
    func changeIntegration(
        _ key: String, now: Int64,
        _ body: @escaping @Sendable (inout IntegrationSettings, _ isEnabled: inout Bool) -> Void
    ) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query("SELECT * FROM integrations WHERE id = $1", [.text(key)])
            guard let row = rows.first else { return false }
            var (settings, isEnabled) = (try Self.settings(row), try row.flag("is_enabled"))
            body(&settings, &isEnabled)
            try transaction.execute(
                """
                UPDATE integrations SET is_enabled = $1, accepted = $2, shows_errors = $3, offers_enrolment = $4,
                    redirect_uris = $5
                WHERE id = $6
                """,
                [
                    .flag(isEnabled), .text(Self.words(settings.variants)), .flag(settings.showsErrors),
                    .flag(settings.offersEnrolment), .text(settings.redirectURIs.joined(separator: "\n")), .text(key),
                ])
            try Self.record(
                .integrationChanged(
                    key, requesterID: try row.text("requester_id"), isEnabled: isEnabled, settings), now: now,
                transaction)
            try transaction.notify(.requesters)
            return true
        }
    }

    /// Removes an integration; returns whether there was one of this key.
    func removeIntegration(_ key: String, now: Int64) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query("SELECT requester_id FROM integrations WHERE id = $1", [.text(key)])
            guard let row = rows.first else { return false }
            try transaction.execute("DELETE FROM integrations WHERE id = $1", [.text(key)])
            try Self.record(
                .integrationRemoved(key, requesterID: try row.text("requester_id")), now: now, transaction)
            try transaction.notify(.requesters)
            return true
        }
    }

    /// Notes how an integration's clients sign, and that they fail open. Nothing that was noted is taken back.
    func note(
        _ variant: SignatureVariant, failsOpen: Bool, of key: String
    ) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query("SELECT seen FROM integrations WHERE id = $1", [.text(key)])
            guard let row = rows.first else { return }
            let seen = Set(try row.text("seen").split(separator: " ").map(String.init)).union([variant.rawValue])
            try transaction.execute(
                "UPDATE integrations SET seen = $1, fails_open = CASE WHEN $2 = 1 THEN 1 ELSE fails_open END WHERE id = $3",
                [.text(Self.words(seen)), .flag(failsOpen), .text(key)])
            try transaction.notify(.requesters)
        }
    }

    /// Returns all integrations without their secrets, the oldest first.
    func integrationSummaries() async throws(DatabaseError) -> [IntegrationSummary] {
        let rows = try await database.query("SELECT * FROM integrations ORDER BY created, id")
        return try rows.map { row throws(DatabaseError) in
            IntegrationSummary(
                key: try row.text("id"), name: try row.text("name"), requesterID: try row.text("requester_id"),
                kind: try row.word("kind"), isEnabled: try row.flag("is_enabled"), settings: try Self.settings(row),
                seenVariants: try row.text("seen").split(separator: " ").map(String.init),
                failsOpen: try row.flag("fails_open"), created: try row.integer("created"))
        }
    }

    /// Returns all integrations with their prepared keys, by the ids of their requesters.
    ///
    /// - Parameter known: Those that were read before, by key: the keys of unchanged secrets are reused.
    func integrations(known: [String: Integration]) async throws -> [String: [Integration]] {
        var found: [String: [Integration]] = [:]
        for row in try await database.query("SELECT * FROM integrations ORDER BY id") {
            let key = try row.text("id")
            found[try row.text("requester_id"), default: []].append(try integration(row, key: key, known: known[key]))
        }
        return found
    }

    private func integration(_ row: Row, key: String, known: Integration?) throws -> Integration {
        let (settings, sealed) = (try Self.settings(row), try row.text("sealed_secret"))
        let (callKey, tokenKey): (CallKey, HMACKey)
        if let known, known.sealed == sealed {
            (callKey, tokenKey) = (known.callKey, known.tokenKey)
        } else {
            let secret = try SealedColumn.integrationSecrets.open(sealed, id: key, sealer)
            (callKey, tokenKey) = (try CallKey(secret: secret), try HMACKey(.sha512, key: secret))
        }
        return Integration(
            key: key, name: try row.text("name"), kind: try row.word("kind"), isEnabled: try row.flag("is_enabled"),
            accepted: Set(settings.variants.compactMap { SignatureVariant(rawValue: $0) }),
            seen: Set(try row.text("seen").split(separator: " ").compactMap { SignatureVariant(rawValue: String($0)) }),
            failsOpen: try row.flag("fails_open"), showsErrors: settings.showsErrors,
            offersEnrolment: settings.offersEnrolment, redirectURIs: settings.redirectURIs, sealed: sealed,
            callKey: callKey, tokenKey: tokenKey)
    }

    private static func settings(_ row: Row) throws(DatabaseError) -> IntegrationSettings {
        var settings = IntegrationSettings()
        settings.variants = Set(try row.text("accepted").split(separator: " ").map(String.init))
        settings.showsErrors = try row.flag("shows_errors")
        settings.offersEnrolment = try row.flag("offers_enrolment")
        settings.redirectURIs = try row.text("redirect_uris").split(separator: "\n").map(String.init)
        return settings
    }

    private static func words(_ words: Set<String>) -> String { words.sorted().joined(separator: " ") }
}

#endif
