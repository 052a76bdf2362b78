#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

extension Store {
    private static let pairingFields = """
        p.id, p.requester_id, r.name AS requester_name, p.device_id, p.state, p.created, p.expires, p.is_first,
            p.phone_name, \(hasWebhook("p.requester_id")), \(userFields)
        """

    private static let pairingColumns = """
        SELECT \(pairingFields)
        FROM pairings p JOIN users u ON u.id = p.user_id JOIN requesters r ON r.id = p.requester_id
        """
    private static let selectPairing = "\(pairingColumns) WHERE p.id = $1"
    private static let selectPendingPairings = """
        SELECT w.confirming_id, d.name AS device_name, d.public_key AS device_key, r.always_challenges, \(pairingFields)
        FROM (SELECT id, NULL AS confirming_id FROM pairings WHERE device_id = $1 AND state IN ('pending', 'approved')
            UNION ALL \(confirmable)) w
        JOIN pairings p ON p.id = w.id JOIN devices d ON d.id = p.device_id
        JOIN users u ON u.id = p.user_id JOIN requesters r ON r.id = p.requester_id
        WHERE p.expires > $2
        ORDER BY CASE WHEN w.confirming_id IS NULL THEN 0 ELSE 1 END, p.created DESC, p.id LIMIT 50
        """

    /// Creates the pairing of a phrase, which is used up.
    ///
    /// - Parameter isFirst: Whether it is only for a user without a second factor.
    static func createPairing(
        id: String, phrase: String, requesterID: String, userName: String, newUserID: String, isFirst: Bool = false,
        now: Int64, lifetime: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Pairing, ProtocolError> {
        if isFirst, try hasSecondFactor(userName: userName, of: requesterID, transaction) {
            return .failure(.hasSecondFactor)
        }
        let offers = try transaction.query(
            "SELECT device_id FROM pairing_phrases WHERE phrase = $1 AND expires > $2 AND device_id IS NOT NULL",
            [.text(phrase), .integer(now)])
        guard let deviceID = try offers.first?.text("device_id") else { return .failure(.unknownPhrase) }
        try transaction.execute(
            "UPDATE pairing_phrases SET device_id = NULL, expires = $2 WHERE phrase = $1",
            [.text(phrase), .integer(now)])
        let user = try user(named: userName, of: requesterID, newID: newUserID, now: now, transaction)
        try transaction.execute(
            """
            INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires, is_first)
            VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7)
            """,
            [
                .text(id), .text(requesterID), .text(user.id), .text(deviceID), .integer(now),
                .integer(now + lifetime), .flag(isFirst),
            ])
        try record(
            .pairingCreated(id, requesterID: requesterID, userID: user.id, deviceID: deviceID), now: now, transaction)
        try transaction.notify(.device(id: deviceID))
        guard let pairing = try pairing(id: id, transaction) else { throw .unexpectedColumn(name: "pairings.id") }
        return .success(pairing)
    }

    /// Returns whether a user has what confirms a log-in, or may not log in: who has shown only a password then must not add a
    /// phone.
    static func hasSecondFactor(
        userName: String, of requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> Bool {
        guard let user = try user(named: userName, of: requesterID, connection) else { return false }
        guard user.isEnabled else { return true }
        if try latestPairing(userID: user.id, connection)?.state == .enabled { return true }
        return try hasPasswords(userID: user.id, orBackupCodes: false, connection)
    }

    /// Looks up a pairing.
    func pairing(id: String) async throws(DatabaseError) -> Pairing? {
        try Self.pairing(rows: await database.query(Self.selectPairing, [.text(id)]))
    }

    /// Looks up a pairing.
    static func pairing(id: String, _ connection: Connection) throws(DatabaseError) -> Pairing? {
        try pairing(rows: connection.query(selectPairing, [.text(id)]))
    }

    /// Asks for a pairing. The function that is returned returns it.
    static func requestedPairing(
        id: String, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> Pairing? {
        let statement = try connection.enqueue(selectPairing, [.text(id)])
        return { () throws(DatabaseError) in try pairing(rows: statement.rows()) }
    }

    /// Returns some of a user's pairings, in the order of their ids.
    ///
    /// - Parameter isDeactivated: Whether those that were deactivated are listed, or only the others; `nil` for both.
    static func pairings(
        userID: String, isDeactivated: Bool?, _ page: ListPage, _ connection: Connection
    ) throws(DatabaseError) -> [Pairing] {
        let filter = isDeactivated.map { $0 ? "AND p.state = 'deactivated'" : "AND p.state <> 'deactivated'" }
        let rows = try connection.query(
            "\(pairingColumns) WHERE p.user_id = $1 AND p.id > $2 \(filter ?? "") ORDER BY p.id LIMIT $3",
            [.text(userID), .text(page.after), .integer(page.limit)])
        return try rows.map { row throws(DatabaseError) in try pairing(row) }
    }

    /// Returns the enabled pairings of a device, the oldest first.
    static func enabledPairings(deviceID: String, _ connection: Connection) throws(DatabaseError) -> [Pairing] {
        let rows = try connection.query(
            """
            \(pairingColumns)
            WHERE p.device_id = $1 AND p.state = 'enabled' ORDER BY p.created, p.id LIMIT 1000
            """, [.text(deviceID)])
        return try rows.map { row throws(DatabaseError) in try pairing(row) }
    }

    /// Asks for the undecided pairings of a device, the newest first: its own, those of them that another phone has to confirm,
    /// and those of other phones that it is to confirm, which have a ``Pairing/newPhone``. The function that is returned returns them.
    static func pendingPairings(
        deviceID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> [Pairing] {
        let statement = try connection.enqueue(selectPendingPairings, [.text(deviceID), .integer(now)])
        return { () throws(DatabaseError) in
            try statement.rows().map { row throws(DatabaseError) in try pairingToConfirm(row) }
        }
    }

    /// Looks up a pairing that a device may confirm.
    func pairing(id: String, toBeConfirmedBy deviceID: String) async throws(DatabaseError) -> Pairing? {
        let rows = try await database.query(
            """
            SELECT w.confirming_id, d.name AS device_name, d.public_key AS device_key, r.always_challenges, \(Self.pairingFields)
            FROM (\(Self.confirmable)) w
            JOIN pairings p ON p.id = w.id JOIN devices d ON d.id = p.device_id
            JOIN users u ON u.id = p.user_id JOIN requesters r ON r.id = p.requester_id
            WHERE p.id = $2 LIMIT 1
            """, [.text(deviceID), .text(id)])
        guard let row = rows.first else { return nil }
        return try Self.pairingToConfirm(row)
    }

    /// The pairings of other phones that the device `$1` may confirm, each with the device's own pairing of that user.
    private static let confirmable = """
        SELECT other.id, MIN(mine.id) AS confirming_id
        FROM pairings mine JOIN pairings other ON other.user_id = mine.user_id
        WHERE mine.device_id = $1 AND mine.state = 'enabled' AND other.state = 'approved' AND other.device_id <> $1
        GROUP BY other.id
        """

    private static func pairingToConfirm(_ row: Row) throws(DatabaseError) -> Pairing {
        var pairing = try pairing(row)
        guard let id = try row.optionalText("confirming_id"), let deviceID = pairing.deviceID else { return pairing }
        guard let point = Base64.decodeURL(try row.text("device_key")),
            let words = try? DeviceFingerprint.words(x963: point)
        else { throw .unexpectedColumn(name: "devices.public_key") }
        pairing.newPhone = NewPhone(
            id: deviceID, name: try row.text("device_name"), words: words, confirmingPairingID: id,
            needsChallenge: try row.flag("always_challenges"))
        return pairing
    }

    /// Returns the devices that may confirm a pairing.
    static func confirmingDevices(
        of pairing: Pairing, _ connection: Connection
    ) throws(DatabaseError) -> [(deviceID: String, pairingID: String)] {
        try connection.query(
            """
            SELECT p.device_id, MIN(p.id) AS id FROM pairings p
            WHERE p.user_id = $1 AND p.state = 'enabled' AND p.device_id <> $2
            GROUP BY p.device_id ORDER BY p.device_id LIMIT 100
            """, [.text(pairing.user.id), .text(orNull: pairing.deviceID)]
        ).map { row throws(DatabaseError) in (try row.text("device_id"), try row.text("id")) }
    }

    /// Returns the pairing that counts for a user: the latest enabled one, else the latest.
    static func latestPairing(userID: String, _ connection: Connection) throws(DatabaseError) -> Pairing? {
        try pairing(
            rows: connection.query(
                """
                \(pairingColumns) WHERE p.user_id = $1
                ORDER BY CASE p.state WHEN 'enabled' THEN 0 ELSE 1 END, p.created DESC, p.id LIMIT 1
                """, [.text(userID)]))
    }

    /// Returns the enabled pairings of a user, the oldest first.
    func enabledPairings(userName: String, of requesterID: String) async throws(DatabaseError) -> [Pairing] {
        let rows = try await database.query(
            """
            \(Self.pairingColumns)
            WHERE u.requester_id = $1 AND u.name = $2 AND p.state = 'enabled' ORDER BY p.created, p.id LIMIT 100
            """, [.text(requesterID), .text(userName)])
        return try rows.map { row throws(DatabaseError) in try Self.pairing(row) }
    }

    /// Gives the phone of a pairing a name that only its user's pages show; returns whether the pairing is enabled.
    static func renamePhone(
        of pairing: Pairing, _ name: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let changed = try transaction.execute(
            "UPDATE pairings SET phone_name = $1 WHERE id = $2 AND state = 'enabled'",
            [.text(name), .text(pairing.id)])
        guard changed == 1 else { return false }
        try record(.phoneRenamed(pairing, name: name), now: now, transaction)
        return true
    }

    private static func pairing(rows: [Row]) throws(DatabaseError) -> Pairing? {
        guard let row = rows.first else { return nil }
        return try pairing(row)
    }

    private static func pairing(_ row: Row) throws(DatabaseError) -> Pairing {
        Pairing(
            id: try row.text("id"), requesterID: try row.text("requester_id"),
            requesterName: try row.text("requester_name"), user: try user(row),
            deviceID: try row.optionalText("device_id"),
            state: try row.word("state"), created: try row.integer("created"), expires: try row.integer("expires"),
            isFirst: try row.flag("is_first"), phoneName: try row.optionalText("phone_name"),
            hasWebhook: try row.flag("has_webhook"))
    }
}

#endif
