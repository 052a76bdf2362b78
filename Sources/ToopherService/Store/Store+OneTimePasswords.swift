#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// The most phones and the most hard tokens of a user that a password is compared with.
    static let maximumPasswordSources: Int64 = 32

    /// Compares a one-time password with everything that shows passwords to a user, and does all the accounting: the limit of
    /// guesses, the step or counter after an accepted password, the use of a backup code.
    ///
    /// What is compared: the phones of the user's enabled pairings (``PairingPassword``), the active hard tokens that are
    /// associated with the user (``OATHTokenPosition``), and the current list of backup codes. All of them move on that have
    /// shown this password, so nothing accepts it a second time.
    ///
    /// Whether the user exists, belongs to the requester and takes part is for the caller to check before. So is what follows
    /// from the verdict: a lock is only one of passwords, and must not keep the phone from deciding.
    ///
    /// - Parameters:
    ///   - text: What the person typed.
    ///   - userID: The id of the user.
    ///   - now: Seconds since 1970.
    ///   - sealer: Opens the secrets.
    ///   - transaction: Must be committed whatever the verdict is, or guesses are not counted: do not
    ///     `Transaction.rollBack()`.
    static func verifyOneTimePassword(
        _ text: String, userID: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> OneTimePasswordVerdict {
        try judgeOneTimePassword(text, userID: userID, now: now, sealer: sealer, transaction).verdict
    }

    /// As ``verifyOneTimePassword(_:userID:now:sealer:_:)``; returns too what has shown an accepted password.
    static func judgeOneTimePassword(
        _ text: String, userID: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> (verdict: OneTimePasswordVerdict, source: PasswordSource?) {
        if let until = try countGuess(at: userID, now: now, transaction) { return (.locked(until: until), nil) }
        let source: PasswordSource?
        switch TypedPassword(text) {
        case .digits(let password):
            let phone = try acceptPairingPassword(password, userID: userID, now: now, sealer: sealer, transaction)
            let token = try acceptTokenPassword(password, userID: userID, now: now, sealer: sealer, transaction)
            source = phone ?? token
        case .backupCode(let code):
            let isAccepted = try useBackupCode(code, userID: userID, now: now, sealer: sealer, transaction)
            source = isAccepted ? .backupCode : nil
        case nil:
            source = nil
        }
        guard let source else { return (.invalid, nil) }
        try endGuesses(at: userID, transaction)
        return (.valid, source)
    }

    /// Whether a user has an active hard token, or, if those count, a list of backup codes.
    static func hasPasswords(
        userID: String, orBackupCodes: Bool, _ connection: Connection
    ) throws(DatabaseError) -> Bool {
        let tokens = """
            SELECT 1 AS found FROM oath_token_users u JOIN oath_tokens t ON t.id = u.token_id
            WHERE u.user_id = $1 AND t.is_active = 1
            """
        let codes = "UNION ALL SELECT 1 FROM backup_code_lists WHERE user_id = $1"
        return try !connection.query("\(tokens) \(orBackupCodes ? codes : "") LIMIT 1", [.text(userID)]).isEmpty
    }

    private static func acceptPairingPassword(
        _ password: [UInt8], userID: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> PasswordSource? {
        let rows = try transaction.query(
            """
            SELECT s.pairing_id, s.sealed_secret, s.last_step
            FROM pairing_otp_secrets s JOIN pairings p ON p.id = s.pairing_id
            WHERE p.user_id = $1 AND p.state = 'enabled' ORDER BY p.created DESC, p.id LIMIT $2
            """, [.text(userID), .integer(maximumPasswordSources)])
        var source: PasswordSource?
        for row in rows {
            let id = try row.text("pairing_id")
            let last = try row.integer("last_step")
            guard OATHTokenPosition.bounds.contains(last) else {
                throw .unexpectedColumn(name: "pairing_otp_secrets.last_step")
            }
            let secret = try SealedColumn.pairingPasswords.open(row.text("sealed_secret"), id: id, sealer)
            let step: Int64?
            do throws(CryptoError) {
                step = try PairingPassword.step(of: password, secret: secret, after: last, at: now)
            } catch {
                throw .unexpectedColumn(name: "pairing_otp_secrets.sealed_secret")
            }
            guard let step else { continue }
            let moved = try transaction.execute(
                "UPDATE pairing_otp_secrets SET last_step = $1 WHERE pairing_id = $2 AND last_step < $1",
                [.integer(step), .text(id)])
            if moved == 1 { source = source ?? .phone(pairingID: id) }
        }
        return source
    }

    private static func acceptTokenPassword(
        _ password: [UInt8], userID: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> PasswordSource? {
        var source: PasswordSource?
        for stored in try storedTokens(userID: userID, transaction) {
            let token = stored.token
            let secret = try SealedColumn.oathTokens.open(stored.sealedSecret, id: token.id, sealer)
            let position: OATHTokenPosition?
            do throws(CryptoError) {
                let key = try HMACKey(token.settings.algorithm.hash, key: secret)
                position = try token.position.accepting(password, of: token.settings, key: key, at: now)
            } catch {
                throw .unexpectedColumn(name: "oath_tokens.sealed_secret")
            }
            guard let position else { continue }
            if try move(token, to: position, now: now, transaction) { source = source ?? .token(id: token.id) }
        }
        return source
    }
}

#endif
