#if Service

internal import Database

extension Store {
    /// Looks up a user of a requester. Users of others are not there.
    static func user(
        _ reference: UserReference, of requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> Result<User, ProtocolError> {
        switch reference {
        case .name(let name):
            return try user(named: name, of: requesterID, connection).map { .success($0) } ?? .failure(.userUnknown)
        case .id(let id):
            let rows = try connection.query(
                "SELECT \(userFields) FROM users u WHERE u.id = $1 AND u.requester_id = $2",
                [.text(id), .text(requesterID)])
            guard let row = rows.first else { return .failure(.notFound) }
            return .success(try user(row))
        }
    }
}

#endif
