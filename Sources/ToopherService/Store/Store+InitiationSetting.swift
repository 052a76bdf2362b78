#if Service

internal import Database

extension Store {
    /// Reads what a draft is about, with one statement; returns `nil` if the requester has no such pairing or user.
    static func setting(
        of draft: AuthenticationRequestDraft, requester: Requester, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> InitiationSetting? {
        let (sql, subject) =
            switch draft.subject {
            case .pairing(let id): (selectSettingOfPairing, id)
            case .user(let name): (selectSettingOfUser, name)
            }
        let rows = try connection.query(
            sql,
            [
                .text(requester.id), .text(subject), .text(draft.terminalIdentity), .text(draft.actionName),
                .integer(now),
            ])
        guard let row = rows.first else { return nil }
        let user = try user(row)
        let terminal = try row.optionalText("terminal_id").map { id throws(DatabaseError) in
            Terminal(
                id: id, name: try row.text("terminal_name"),
                requesterSpecifiedID: try row.text("requester_specified_id"),
                wasApproved: try row.flag("was_approved"))
        }
        return InitiationSetting(
            user: user, pairing: try pairing(row, of: user, requester), terminal: terminal,
            action: try row.optionalText("action_id").map { Action(id: $0, name: draft.actionName) },
            standingAnswer: try standingAnswer(row),
            open: try openRequests(rows))
    }
}

extension Store {
    private static let selectSettingOfPairing = """
        SELECT \(settingFields) FROM pairings p JOIN users u ON u.id = p.user_id
            \(settingTables(userID: "u.id"))
        WHERE p.requester_id = $1 AND p.id = $2 ORDER BY q.created, q.id
        """

    /// The pairing that counts is the latest enabled one, else the latest, as for ``latestPairing(userID:_:)``.
    ///
    /// The user is looked up once for each table: a key that is known before the tables are joined is looked up in the
    /// index, whatever the planner knows of a new table.
    private static let selectSettingOfUser = """
        SELECT \(settingFields) FROM users u LEFT JOIN pairings p ON p.id =
                (SELECT l.id FROM pairings l WHERE l.user_id = \(userID)
                ORDER BY CASE l.state WHEN 'enabled' THEN 0 ELSE 1 END, l.created DESC, l.id LIMIT 1)
            \(settingTables(userID: userID))
        WHERE u.requester_id = $1 AND u.name = $2 ORDER BY q.created, q.id
        """

    private static let userID = "(SELECT id FROM users WHERE requester_id = $1 AND name = $2)"

    private static let settingFields = """
        \(userFields), p.id AS pairing_id, p.device_id, p.state, p.created, p.expires, p.is_first,
        t.id AS terminal_id, t.name AS terminal_name, t.requester_specified_id, t.was_approved, a.id AS action_id,
        m.decision AS standing_answer, m.request_id AS standing_request_id, m.had_number AS standing_had_number,
        q.id AS open_id, q.merge_key, q.shown_from, q.expires AS open_expires, q.match_number AS open_number
        """

    private static func settingTables(userID: String) -> String {
        """
        LEFT JOIN terminals t ON t.user_id = \(userID) AND t.identity = $3
            LEFT JOIN actions a ON a.requester_id = $1 AND a.name = $4
            LEFT JOIN automations m ON m.pairing_id = p.id AND m.terminal_id = t.id AND m.action_id = a.id
                AND m.expires > $5
            LEFT JOIN authentication_requests q ON q.user_id = \(userID) AND q.state = 'pending'
        """
    }

    private static func pairing(
        _ row: Row, of user: User, _ requester: Requester
    ) throws(DatabaseError) -> Pairing? {
        guard let id = try row.optionalText("pairing_id") else { return nil }
        return Pairing(
            id: id, requesterID: requester.id, requesterName: requester.name, user: user,
            deviceID: try row.optionalText("device_id"), state: try row.word("state"),
            created: try row.integer("created"), expires: try row.integer("expires"),
            isFirst: try row.flag("is_first"), hasWebhook: requester.hasWebhook)
    }

    private static func standingAnswer(_ row: Row) throws(DatabaseError) -> StandingAnswer? {
        guard let requestID = try row.optionalText("standing_request_id") else { return nil }
        return StandingAnswer(
            decision: try row.word("standing_answer"), requestID: requestID,
            hadNumber: try row.flag("standing_had_number"))
    }

    private static func openRequests(_ rows: [Row]) throws(DatabaseError) -> [OpenRequest] {
        var open: [OpenRequest] = []
        for row in rows {
            guard let id = try row.optionalText("open_id") else { continue }
            open.append(
                OpenRequest(
                    id: id, mergeKey: try row.optionalText("merge_key"), shownFrom: try row.integer("shown_from"),
                    expires: try row.integer("open_expires"), matchNumber: try row.optionalText("open_number")))
        }
        return open
    }
}

#endif
