#if Service

internal import Database

extension Store {
    /// Notes an answer of a user.
    static func note(
        _ state: AuthenticationRequest.State, of user: User, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        // The usual case: an approval of a user with nothing to forget.
        if state == .granted, user.prompts == PromptHistory() { return }
        // Read again, since several answers may have come since then: each wrong number counts.
        let rows = try transaction.query("SELECT \(userFields) FROM users u WHERE u.id = $1", [.text(user.id)])
        guard let row = rows.first else { return }
        let user = try self.user(row)
        var prompts = user.prompts
        prompts.note(state, wasShown: true, at: now)
        try set(prompts, of: user, transaction)
    }

    /// Stores how a user has answered lately, if it has changed.
    static func set(
        _ prompts: PromptHistory, of user: User, _ transaction: Transaction
    ) throws(DatabaseError) {
        guard prompts != user.prompts else { return }
        try transaction.execute(
            "UPDATE users SET unanswered_prompts = $1, wrong_numbers = $2, quiet_until = $3 WHERE id = $4",
            [
                .integer(prompts.unanswered), .integer(prompts.wrongNumbers), .integer(prompts.quietUntil),
                .text(user.id),
            ])
    }
}

#endif
