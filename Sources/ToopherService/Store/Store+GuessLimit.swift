#if Service

internal import Database

extension Store {
    /// Counts a guess as wrong, before anything is compared; returns until when guesses are locked, and counts nothing, if they
    /// are.
    ///
    /// One statement's `WHERE` decides whether this guess may be made, so guesses that are made at once, on whatever node, are
    /// counted one after another.
    ///
    /// - Parameter subjectID: The id of the user, or of the token, that is guessed at.
    static func countGuess(
        at subjectID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Int64? {
        let rows = try transaction.query(
            "SELECT wrong_count, locked_until FROM otp_guesses WHERE subject_id = $1", [.text(subjectID)])
        let known = try rows.first?.integer("wrong_count") ?? 0
        if let until = try rows.first?.integer("locked_until"), until > now { return until }
        let count = min(known, 1 << 40) + 1
        let lock = GuessLimit.lock(after: count)
        let counted = try transaction.execute(
            """
            INSERT INTO otp_guesses (subject_id, wrong_count, locked_until) VALUES ($1, $2, $3)
            ON CONFLICT (subject_id) DO UPDATE SET wrong_count = $2, locked_until = $3
            WHERE otp_guesses.wrong_count = $4 AND otp_guesses.locked_until <= $5
            """,
            [
                .text(subjectID), .integer(count), .integer(lock > 0 ? now + lock : 0), .integer(known),
                .integer(now),
            ])
        return counted == 1 ? nil : now + 1
    }

    /// Ends the count of wrong guesses, since the last one was right.
    static func endGuesses(at subjectID: String, _ transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE otp_guesses SET wrong_count = 0, locked_until = 0 WHERE subject_id = $1", [.text(subjectID)])
    }
}

#endif
