#if Service

internal import Database

/// What an operator lists and changes of users, phones, pairings and hard tokens.
///
/// A service that runs on the same database hears of a change at once on PostgreSQL. On a file it knows the change with the
/// next request; only what waits already is not told.
extension ToopherService {
    /// How many of a list are returned at once.
    public static let administrationPageSize = 500

    /// Returns users in the order of their ids, at most ``administrationPageSize``.
    ///
    /// - Parameter id: The id before the first one that is returned; empty for the beginning.
    public func users(_ filter: AdministrationFilter, after id: String = "") async throws(ServiceError) -> [UserSummary]
    {
        try await listed { page throws(DatabaseError) in
            try await core.store.userSummaries(filter.normalized, page(id))
        }
    }

    /// Returns pairings in the order of their ids, at most ``administrationPageSize``.
    ///
    /// - Parameter id: The id before the first one that is returned; empty for the beginning.
    public func pairings(
        _ filter: AdministrationFilter, after id: String = ""
    ) async throws(ServiceError) -> [PairingSummary] {
        let now = core.clock()
        return try await listed { page throws(DatabaseError) in
            try await core.store.pairingSummaries(filter.normalized, page(id), now: now)
        }
    }

    /// Returns phones in the order of their ids, at most ``administrationPageSize``. Without ended ones, those with a pairing.
    ///
    /// - Parameter id: The id before the first one that is returned; empty for the beginning.
    public func devices(
        _ filter: AdministrationFilter, after id: String = ""
    ) async throws(ServiceError) -> [DeviceSummary] {
        try await listed { page throws(DatabaseError) in
            try await core.store.deviceSummaries(filter.normalized, page(id))
        }
    }

    /// Returns hard tokens in the order of their ids, at most ``administrationPageSize``.
    ///
    /// - Parameter id: The id before the first one that is returned; empty for the beginning.
    public func tokens(
        _ filter: AdministrationFilter, after id: String = ""
    ) async throws(ServiceError) -> [TokenSummary] {
        try await listed { page throws(DatabaseError) in
            try await core.store.tokenSummaries(filter.normalized, page(id))
        }
    }

    /// Lets a user take part, or not any more. What a disabled user's phones have not decided is withdrawn.
    ///
    /// - Parameters:
    ///   - user: The id or the name of the user.
    ///   - requester: The id or the consumer key of the user's requester; `nil` if the user is unique without.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func setEnabled(
        _ isEnabled: Bool, user: String, of requester: String? = nil
    ) async throws(ServiceError) {
        let (name, now) = (DisplayName.normalized(user) ?? user, core.clock())
        try await change { transaction throws(DatabaseError) in
            switch try Store.user(administered: name, of: requester, transaction) {
            case .success(let found):
                let change = UserChange(name: nil, isEnabled: isEnabled)
                switch try Store.change(
                    change, userID: found.user.id, of: found.requesterID, by: .operator, now: now, transaction)
                {
                case .success: return .success(())
                case .failure: return .failure(.notFound(.user))
                }
            case .failure(let refusal): return .failure(refusal)
            }
        }
    }

    /// Leaves nothing that confirms a user: pairings, standing answers, backup codes and one-time passwords end.
    ///
    /// - Parameters:
    ///   - user: The id or the name of the user.
    ///   - requester: The id or the consumer key of the user's requester; `nil` if the user is unique without.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func reset(user: String, of requester: String? = nil) async throws(ServiceError) {
        let (name, now) = (DisplayName.normalized(user) ?? user, core.clock())
        try await change { transaction throws(DatabaseError) in
            switch try Store.user(administered: name, of: requester, transaction) {
            case .success(let found):
                try Store.reset(found.user, of: found.requesterID, by: .operator, now: now, transaction)
                return .success(())
            case .failure(let refusal): return .failure(refusal)
            }
        }
    }

    /// Confirms, in place of a paired phone of the user, a pairing that its own phone has approved: for a user who has lost
    /// the paired one. Compare the words of the phone first.
    ///
    /// - Parameter id: The id of the pairing.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func confirmPairing(_ id: String) async throws(ServiceError) {
        let now = core.clock()
        try await change { transaction throws(DatabaseError) in
            try Store.confirmPairing(id: id, now: now, transaction)
        }
    }

    /// Ends a pairing. One that has ended stays so.
    ///
    /// - Parameter id: The id of the pairing.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func endPairing(_ id: String) async throws(ServiceError) {
        let now = core.clock()
        try await change { transaction throws(DatabaseError) in
            try Store.endPairing(id: id, now: now, transaction)
        }
    }

    /// Ends everything that a phone is used for: its pairings with all users, and push messages to it.
    ///
    /// - Parameter id: The id of the phone.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func endDevice(_ id: String) async throws(ServiceError) {
        let now = core.clock()
        try await change { transaction throws(DatabaseError) in
            try Store.endDevice(id: id, now: now, transaction)
        }
    }

    /// Deactivates a hard token: its passwords no longer count.
    ///
    /// - Parameter id: The id of the token.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func deactivateToken(_ id: String) async throws(ServiceError) {
        let now = core.clock()
        try await change { transaction throws(DatabaseError) in
            try Store.deactivateToken(id: id, now: now, transaction)
        }
    }

    /// Ends the lock that wrong one-time passwords of a user have led to.
    ///
    /// - Parameters:
    ///   - user: The id or the name of the user.
    ///   - requester: The id or the consumer key of the user's requester; `nil` if the user is unique without.
    /// - Throws: ``ServiceError/refused(_:)``.
    public func unlock(user: String, of requester: String? = nil) async throws(ServiceError) {
        let (name, now) = (DisplayName.normalized(user) ?? user, core.clock())
        try await change { transaction throws(DatabaseError) in
            switch try Store.user(administered: name, of: requester, transaction) {
            case .success(let found):
                try Store.endGuesses(at: found.user.id, transaction)
                try Store.record(.userUnlocked(found.user.id, requesterID: found.requesterID), now: now, transaction)
                return .success(())
            case .failure(let refusal): return .failure(refusal)
            }
        }
    }

    private func listed<Value>(
        _ body: (_ page: (String) -> ListPage) async throws(DatabaseError) -> Value
    ) async throws(ServiceError) -> Value {
        do throws(DatabaseError) {
            return try await body { ListPage(limit: Int64(Self.administrationPageSize), after: $0) }
        } catch {
            throw ServiceError(error)
        }
    }

    private func change(
        _ body: @escaping @Sendable (Transaction) throws(DatabaseError) -> Result<Void, AdministrationRefusal>
    ) async throws(ServiceError) {
        let result: Result<Void, AdministrationRefusal>
        do throws(DatabaseError) {
            result = try await core.store.database.write(body)
        } catch {
            throw ServiceError(error)
        }
        if case .failure(let refusal) = result { throw .refused(refusal) }
    }
}

extension AdministrationFilter {
    /// With the name of the user as it is stored.
    fileprivate var normalized: AdministrationFilter {
        var filter = self
        filter.user = user.map { DisplayName.normalized($0) ?? $0 }
        return filter
    }
}

#endif
