#if Service

internal import Database

extension Store {
    /// Leaves nothing that confirms a user: the user begins anew, as one who has never paired.
    ///
    /// Pairings end as with ``deactivatePairings(_:by:now:_:)``, with all that waits for their phones. Standing answers, the
    /// secrets of the phones' passwords, invitations, reset links, backup codes and the counts of wrong guesses are deleted,
    /// terminals are no longer known, and the next request is shown at once. A hard token is only dissociated: it may be
    /// another user's too, and its counter keeps a password that was used from being accepted again.
    ///
    /// What was signed is kept, and whether the user takes part at all stays the requester's choice.
    static func resetUser(
        named name: String, of requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        guard let user = try user(named: name, of: requesterID, transaction) else { return .failure(.userUnknown) }
        try reset(user, of: requesterID, by: .requester, now: now, transaction)
        return .success(())
    }

    /// Leaves nothing that confirms a user, as ``resetUser(named:of:now:_:)``.
    ///
    /// - Parameter actor: On whose word.
    static func reset(
        _ user: User, of requesterID: String, by actor: AuditActor, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let id = DatabaseValue.text(user.id)
        try record(.userReset(user.id, requesterID: requesterID, by: actor), now: now, transaction)
        try deactivatePairings(.ofUser(id: user.id), by: actor, now: now, transaction)
        // What has expired is stored so before the count of prompts: otherwise the next request would still count it.
        try transaction.execute(
            """
            UPDATE authentication_requests SET state = 'expired'
            WHERE user_id = $1 AND state = 'pending' AND expires <= $2
            """, [id, .integer(now)])
        for table in ["pairing_otp_secrets", "pairing_invitations", "reset_links"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE pairing_id IN (SELECT id FROM pairings WHERE user_id = $1)", [id])
        }
        for table in ["automations", "oath_token_users", "backup_codes", "backup_code_lists"] {
            try transaction.execute("DELETE FROM \(table) WHERE user_id = $1", [id])
        }
        try transaction.execute("DELETE FROM otp_guesses WHERE subject_id = $1", [id])
        try transaction.execute("UPDATE terminals SET was_approved = 0 WHERE user_id = $1", [id])
        try set(PromptHistory(), of: user, transaction)
    }
}

#endif
