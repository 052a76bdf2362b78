#if Service

import CryptoCore
import Database
import OAuth1

@testable import ToopherService

extension Store {
    /// Opens a database with a key of the test's.
    static func test(_ location: String = TestDatabase.make()) throws -> Store {
        Store(
            database: try Database(try DatabaseLocation(location), migrations: Schema.migrations),
            sealer: try SecretSealer(SecretBytes([UInt8](repeating: 7, count: 32))))
    }

    /// Records a nonce in a transaction of its own.
    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict {
        let nonce = try RequestNonce(use, horizon: horizon, refusal: .notSigned)
        return try await database.write { transaction throws(DatabaseError) in
            try Self.record(nonce, transaction).verdict(transaction)
        }
    }

    /// Deletes all nonces from before `horizon`, in batches of `count`.
    func forgetAllNonces(before horizon: Int64, count: Int64 = 2) async throws {
        while try await forgetNonces(before: horizon, atLeast: count) {}
    }

    /// Counts the rows of a table.
    func count(_ table: String) async throws -> Int64 {
        try await database.query("SELECT count(*) AS n FROM \(table)")[0].integer("n")
    }

    /// Enables or disables authentication requests to a user.
    func setUser(named name: String, of requesterID: String, isEnabled: Bool) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                "UPDATE users SET is_enabled = $1 WHERE requester_id = $2 AND name = $3",
                [.flag(isEnabled), .text(requesterID), .text(name)])
        }
    }
}

#endif
