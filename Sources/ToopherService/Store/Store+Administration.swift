#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

/// What operators list. Each list is in the order of ids, after one of them.
extension Store {
    func userSummaries(
        _ filter: AdministrationFilter, _ page: ListPage
    ) async throws(DatabaseError) -> [UserSummary] {
        var conditions = Conditions(filter, page, id: "u.id")
        if !filter.includesEnded { conditions.add("r.state <> 'deleted'") }
        if let device = filter.device {
            conditions.add(
                "EXISTS (SELECT 1 FROM pairings d WHERE d.user_id = u.id AND d.device_id = \(conditions.value(device)))"
            )
        }
        return try await database.query(
            """
            SELECT u.id, u.name, u.requester_id, r.name AS requester_name, u.is_enabled, u.created,
                (SELECT count(*) FROM pairings p WHERE p.user_id = u.id AND p.state = 'enabled') AS pairings
            FROM users u JOIN requesters r ON r.id = u.requester_id \(conditions.text)
            """, conditions.values
        ).map { row throws(DatabaseError) in
            UserSummary(
                id: try row.text("id"), name: try row.text("name"), requesterID: try row.text("requester_id"),
                requesterName: try row.text("requester_name"), isEnabled: try row.flag("is_enabled"),
                pairings: Int(try row.integer("pairings")), created: try row.integer("created"))
        }
    }

    func pairingSummaries(
        _ filter: AdministrationFilter, _ page: ListPage, now: Int64
    ) async throws(DatabaseError) -> [PairingSummary] {
        var conditions = Conditions(filter, page, id: "p.id")
        if let device = filter.device { conditions.add("p.device_id = \(conditions.value(device))") }
        if !filter.includesEnded {
            conditions.add(
                """
                (p.state = 'enabled'
                    OR p.state IN ('pending', 'approved') AND p.expires > \(conditions.value(integer: now)))
                """)
        }
        return try await database.query(
            """
            SELECT p.id, p.requester_id, r.name AS requester_name, p.user_id, u.name AS user_name, p.device_id,
                d.name AS device_name, d.public_key, p.state, p.created, p.expires
            FROM pairings p JOIN users u ON u.id = p.user_id JOIN requesters r ON r.id = p.requester_id
                LEFT JOIN devices d ON d.id = p.device_id \(conditions.text)
            """, conditions.values
        ).map { row throws(DatabaseError) in
            let (state, expires): (Pairing.State, Int64) = (try row.word("state"), try row.integer("expires"))
            return PairingSummary(
                id: try row.text("id"), requesterID: try row.text("requester_id"),
                requesterName: try row.text("requester_name"), userID: try row.text("user_id"),
                userName: try row.text("user_name"), deviceID: try row.optionalText("device_id"),
                deviceName: try row.optionalText("device_name"),
                deviceWords: try row.optionalText("public_key").map(Self.words),
                state: Self.summary(of: state, expires: expires, now: now), created: try row.integer("created"),
                expires: expires)
        }
    }

    func deviceSummaries(
        _ filter: AdministrationFilter, _ page: ListPage
    ) async throws(DatabaseError) -> [DeviceSummary] {
        var conditions = Conditions(AdministrationFilter(), page, id: "d.id")
        if let device = filter.device { conditions.add("d.id = \(conditions.value(device))") }
        if filter.requester != nil || filter.user != nil || !filter.includesEnded {
            var paired = "p.device_id = d.id"
            if !filter.includesEnded { paired += " AND p.state IN ('enabled', 'approved', 'pending')" }
            if let user = filter.user {
                let value = conditions.value(user)
                paired += " AND (u.id = \(value) OR u.name = \(value))"
            }
            if let requester = filter.requester {
                let value = conditions.value(requester)
                paired += " AND (r.id = \(value) OR r.consumer_key = \(value))"
            }
            conditions.add(
                """
                EXISTS (SELECT 1 FROM pairings p JOIN users u ON u.id = p.user_id
                    JOIN requesters r ON r.id = p.requester_id WHERE \(paired))
                """)
        }
        return try await database.query(
            """
            SELECT d.id, d.name, d.public_key, d.created,
                (SELECT count(*) FROM pairings p WHERE p.device_id = d.id AND p.state = 'enabled') AS pairings,
                (SELECT count(*) FROM device_credentials c WHERE c.device_id = d.id AND c.is_current = 1) AS credentials,
                (SELECT count(*) FROM push_subscriptions s WHERE s.device_id = d.id) AS subscriptions
            FROM devices d \(conditions.text)
            """, conditions.values
        ).map { row throws(DatabaseError) in
            DeviceSummary(
                id: try row.text("id"), name: try row.text("name"), words: try Self.words(try row.text("public_key")),
                pairings: Int(try row.integer("pairings")), hasCredential: try row.integer("credentials") > 0,
                hasPush: try row.integer("subscriptions") > 0, created: try row.integer("created"))
        }
    }

    func tokenSummaries(
        _ filter: AdministrationFilter, _ page: ListPage
    ) async throws(DatabaseError) -> [TokenSummary] {
        var conditions = Conditions(AdministrationFilter(), page, id: "t.id")
        if let requester = filter.requester {
            let value = conditions.value(requester)
            conditions.add("(r.id = \(value) OR r.consumer_key = \(value))")
        }
        if let user = filter.user {
            let value = conditions.value(user)
            conditions.add(
                """
                EXISTS (SELECT 1 FROM oath_token_users a JOIN users u ON u.id = a.user_id
                    WHERE a.token_id = t.id AND (u.id = \(value) OR u.name = \(value)))
                """)
        }
        if !filter.includesEnded { conditions.add("t.is_active = 1") }
        let (text, values) = (conditions.text, conditions.values)
        return try await database.read { connection throws(DatabaseError) in
            try connection.query(
                """
                SELECT t.id, t.requester_specified_id, t.requester_id, t.otp_type, t.otp_digits, t.is_active, t.created
                FROM oath_tokens t JOIN requesters r ON r.id = t.requester_id \(text)
                """, values
            ).map { row throws(DatabaseError) in
                let id = try row.text("id")
                let users = try connection.query(
                    "SELECT user_id FROM oath_token_users WHERE token_id = $1 ORDER BY created, user_id", [.text(id)])
                return TokenSummary(
                    id: id, requesterSpecifiedID: try row.optionalText("requester_specified_id"),
                    requesterID: try row.text("requester_id"), kind: try row.text("otp_type"),
                    digits: Int(try row.integer("otp_digits")), isActive: try row.flag("is_active"),
                    userIDs: try users.map { row throws(DatabaseError) in try row.text("user_id") },
                    created: try row.integer("created"))
            }
        }
    }

    private static func words(_ key: String) throws(DatabaseError) -> String {
        guard let point = Base64.decodeURL(key), let words = try? DeviceFingerprint.words(x963: point) else {
            throw .unexpectedColumn(name: "devices.public_key")
        }
        return words
    }

    private static func summary(of state: Pairing.State, expires: Int64, now: Int64) -> PairingSummary.State {
        switch state {
        case .pending: now < expires ? .pending : .expired
        case .approved: now < expires ? .unconfirmed : .expired
        case .enabled: .enabled
        case .denied: .denied
        case .deactivated: .deactivated
        }
    }

    /// The conditions of a list, with the values of their parameters.
    private struct Conditions {
        private(set) var values: [DatabaseValue]
        private var parts: [String]
        private let id: String

        /// Begins with what is listed by user and requester, the tables `u` and `r`.
        init(_ filter: AdministrationFilter, _ page: ListPage, id: String) {
            self.id = id
            values = [.text(page.after), .integer(page.limit)]
            parts = ["\(id) > $1"]
            if let requester = filter.requester {
                let value = value(requester)
                add("(r.id = \(value) OR r.consumer_key = \(value))")
            }
            if let user = filter.user {
                let value = value(user)
                add("(u.id = \(value) OR u.name = \(value))")
            }
        }

        /// Adds a value; returns its parameter.
        mutating func value(_ text: String) -> String {
            values.append(.text(text))
            return "$\(values.count)"
        }

        /// Adds a value; returns its parameter.
        mutating func value(integer: Int64) -> String {
            values.append(.integer(integer))
            return "$\(values.count)"
        }

        /// Adds a condition.
        mutating func add(_ condition: String) { parts.append(condition) }

        /// The end of the statement.
        var text: String { "WHERE \(parts.joined(separator: " AND ")) ORDER BY \(id) LIMIT $2" }
    }
}

#endif
