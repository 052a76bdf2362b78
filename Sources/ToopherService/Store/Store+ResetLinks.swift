#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores a reset link of an enabled pairing.
    ///
    /// - Parameter check: The security question, and the digest of its answer.
    static func addResetLink(
        tokenDigest: String, pairingID: String, requesterID: String, check: (question: String, digest: [UInt8])?,
        now: Int64, lifetime: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Pairing, ProtocolError> {
        let found = Pairing.found(try pairing(id: pairingID, transaction), by: requesterID)
        guard case .success(let pairing) = found else { return found }
        if let refusal = AuthenticationRequestDraft.refusal(user: pairing.user, pairing: pairing.status(at: now)) {
            return .failure(refusal)
        }
        try transaction.execute(
            """
            INSERT INTO reset_links (token_digest, pairing_id, question, answer_digest, wrong_answers, expires)
            VALUES ($1, $2, $3, $4, 0, $5)
            """,
            [
                .text(tokenDigest), .text(pairingID), .text(orNull: check?.question),
                .text(orNull: check.map { Base64.encodeURL($0.digest) }), .integer(now + lifetime),
            ])
        try record(.resetLinkCreated(pairing), now: now, transaction)
        return .success(pairing)
    }

    /// Looks up a reset link.
    static func resetLink(
        tokenDigest: String, pairingID: String, _ connection: Connection
    ) throws(DatabaseError) -> ResetLink? {
        let rows = try connection.query(
            "SELECT * FROM reset_links WHERE token_digest = $1 AND pairing_id = $2",
            [.text(tokenDigest), .text(pairingID)])
        guard let row = rows.first, let pairing = try pairing(id: pairingID, connection) else { return nil }
        return ResetLink(
            tokenDigest: tokenDigest, pairing: pairing, question: try row.optionalText("question"),
            answerDigest: try row.optionalText("answer_digest"), wrongAnswers: try row.integer("wrong_answers"),
            expires: try row.integer("expires"), nextPairingID: try row.optionalText("next_pairing_id"))
    }

    /// What became of the use of a reset link.
    enum Reset: Sendable {
        /// The pairing is deactivated, and another one waits for a phone.
        case done(next: Pairing)
        /// The answer to the security question is wrong.
        case wrongAnswer(ResetLink)
        /// The link is unknown, expired, used, or blocked.
        case refused
    }

    /// Deactivates the pairing of a reset link, and creates another one that waits for a phone.
    ///
    /// Sent again, the same form gets the same pairing while it still waits: a browser repeats it when its page is loaded
    /// again.
    ///
    /// - Parameter answer: The digest of the answer; `nil` without one.
    static func reset(
        tokenDigest: String, pairingID: String, answer: [UInt8]?, next: NewInvitation, now: Int64, lifetime: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Reset {
        guard let link = try resetLink(tokenDigest: tokenDigest, pairingID: pairingID, transaction),
            now < link.expires, !link.isBlocked
        else { return .refused }
        if let expected = link.answerDigest.flatMap({ Base64.decodeURL($0) }) {
            guard let answer, ConstantTime.areEqual(answer, expected) else {
                // An empty answer is a slip; what is wrong is counted in the transaction that has compared it.
                guard answer != nil else { return .wrongAnswer(link) }
                try transaction.execute(
                    "UPDATE reset_links SET wrong_answers = wrong_answers + 1 WHERE token_digest = $1",
                    [.text(tokenDigest)])
                var link = link
                link.wrongAnswers += 1
                return link.isBlocked ? .refused : .wrongAnswer(link)
            }
        }
        if let id = link.nextPairingID {
            guard let pairing = try pairing(id: id, transaction), pairing.deviceID == nil,
                pairing.status(at: now) == .pending
            else { return .refused }
            return .done(next: pairing)
        }
        guard link.isUsable(at: now), try deactivatePairings(.one(id: pairingID), by: .resetLink, now: now, transaction)
        else {
            return .refused
        }
        let pairing = try createInvitedPairing(
            id: next.pairingID, tokenDigest: next.tokenDigest, requesterID: link.pairing.requesterID,
            userName: link.pairing.user.name, newUserID: next.userID, now: now, lifetime: lifetime, transaction)
        try transaction.execute(
            "UPDATE reset_links SET next_pairing_id = $1 WHERE token_digest = $2",
            [.text(pairing.id), .text(tokenDigest)])
        return .done(next: pairing)
    }
}

#endif
