#if Service

internal import Database

extension Store {
    /// Registers the origin of a site for a requester; returns false if it has too many.
    func addOrigin(_ origin: String, of requester: String, now: Int64) async throws(DatabaseError) -> RequesterChange<
        Bool
    > {
        try await change(requester) { id, transaction throws(DatabaseError) in
            let known = try Self.origins(of: id, transaction)
            guard !known.contains(origin) else { return true }
            guard known.count < WebOrigin.maximumCount else { return false }
            try transaction.execute(
                "INSERT INTO requester_origins (requester_id, origin, created) VALUES ($1, $2, $3)",
                [.text(id), .text(origin), .integer(now)])
            try Self.record(.originChanged(id, origin: origin, isRegistered: true), now: now, transaction)
            return true
        }
    }

    /// Removes an origin of a requester; returns whether it had it.
    func removeOrigin(
        _ origin: String, of requester: String, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<Bool> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            let removed = try transaction.execute(
                "DELETE FROM requester_origins WHERE requester_id = $1 AND origin = $2", [.text(id), .text(origin)])
            guard removed == 1 else { return false }
            try Self.record(.originChanged(id, origin: origin, isRegistered: false), now: now, transaction)
            return true
        }
    }

    /// Returns the origins of a requester, in the order of the alphabet.
    static func origins(of id: String, _ connection: Connection) throws(DatabaseError) -> [String] {
        try connection.query(
            "SELECT origin FROM requester_origins WHERE requester_id = $1 ORDER BY origin", [.text(id)]
        ).map { row throws(DatabaseError) in try row.text("origin") }
    }

    /// Returns the origins of all requesters, by their ids.
    func origins() async throws(DatabaseError) -> [String: [String]] {
        var origins: [String: [String]] = [:]
        for row in try await database.query(
            "SELECT requester_id, origin FROM requester_origins ORDER BY requester_id, origin")
        {
            origins[try row.text("requester_id"), default: []].append(try row.text("origin"))
        }
        return origins
    }
}

#endif
