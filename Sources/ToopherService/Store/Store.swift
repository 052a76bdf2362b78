#if Service

internal import Database
internal import OAuth1

/// The state of the service in the database. The only place with SQL.
///
/// What a function does in a transaction is static and takes the transaction: one of them may be used in another's.
struct Store: Sendable {
    let database: Database
    let sealer: SecretSealer

    /// Does what a request asks for, in one transaction with its nonce. A request whose nonce was used does nothing.
    ///
    /// What `body` notifies of happens after the commit.
    ///
    /// - Parameters:
    ///   - nonce: The nonce of a signed request.
    ///   - body: May be run again, and must only use its argument. A refusal is an answer like any other: what was changed
    ///     before is kept.
    /// - Throws: ``NonceRefusal``, `ProtocolError` of `body`, `DatabaseError`.
    func transaction<Value: Sendable>(
        recording nonce: RequestNonce?,
        _ body: @escaping @Sendable (Transaction) throws(DatabaseError) -> Result<Value, ProtocolError>
    ) async throws -> Value {
        let outcome = try await database.write { transaction throws(DatabaseError) -> Outcome<Value> in
            guard let nonce else { return .done(try body(transaction)) }
            // Recorded first, and judged last: a server is sent it together with what the body asks first.
            let recording = try Self.record(nonce, transaction)
            let result = try body(transaction)
            let verdict = try recording.verdict(transaction)
            guard verdict == .fresh else {
                transaction.rollBack()
                return .refused(NonceRefusal(verdict: verdict, response: nonce.refusal, owner: nonce.owner))
            }
            return .done(result)
        }
        switch outcome {
        case .done(let result): return try result.get()
        case .refused(let refusal): throw refusal
        }
    }

    /// Reads what a request asks for, in one transaction with its nonce: a server is sent all of it in one message.
    ///
    /// - Parameters:
    ///   - nonce: The nonce of a signed request.
    ///   - body: Enqueues what is read, changes nothing, and returns what makes the answer of the results. May be run again.
    /// - Throws: ``NonceRefusal``, `ProtocolError` of `body`, `DatabaseError`.
    func look<Value: Sendable>(
        recording nonce: RequestNonce?,
        _ body:
            @escaping @Sendable (Connection) throws(DatabaseError) ->
            () throws(DatabaseError) -> Result<Value, ProtocolError>
    ) async throws -> Value {
        guard let nonce else {
            return try await database.read { connection throws(DatabaseError) in try body(connection)() }.get()
        }
        let answer = try await database.write {
            transaction throws(DatabaseError) -> Result<Value, ProtocolError>? in
            let recording = try Self.record(nonce, transaction)
            let answer = try body(transaction)
            try transaction.commit()
            return try recording.isFresh() ? answer() : nil
        }
        if let answer { return try answer.get() }
        throw NonceRefusal(
            verdict: nonce.refusedVerdict(forgotten: try await forgottenSecond()), response: nonce.refusal,
            owner: nonce.owner)
    }

    private enum Outcome<Value: Sendable>: Sendable {
        case done(Result<Value, ProtocolError>)
        case refused(NonceRefusal)
    }
}

#endif
