#if Service

package import CryptoCore
internal import Database

/// Made-up users with a device and an enabled pairing each, for a benchmark.
package struct BenchmarkPopulation: Sendable {
    /// A user whose device's key is known.
    package struct User: Sendable {
        /// The id of the pairing.
        package let pairingID: String
        /// The id of the device.
        package let deviceID: String
        /// The device's key.
        package let key: P256.PrivateKey
    }

    /// The requester of all users.
    package let consumerKey: String
    /// The requester's secret.
    package let consumerSecret: String
    /// The users with known keys, spread evenly over all.
    package let users: [User]
}

extension ToopherService {
    /// Stores a requester and `count` users of it, and returns the keys of `keyCount` of them.
    package func addBenchmarkPopulation(
        count: Int, keyCount: Int
    ) async throws -> BenchmarkPopulation {
        let requester = try await createRequester(name: "Benchmark")
        let now = core.clock()
        var users: [BenchmarkPopulation.User] = []
        var rows: [BenchmarkRow] = []
        let step = max(1, count / max(1, keyCount))
        for number in 0..<count {
            let isKnown = number % step == 0 && users.count < keyCount
            let key = isKnown ? try P256.PrivateKey() : nil
            // The others never call, so that any text does in place of a key.
            let publicKey = try key?.publicKey.x963Representation ?? core.random(65)
            let row = BenchmarkRow(
                user: try core.newID(), device: try core.newID(), pairing: try core.newID(), name: "user\(number)",
                publicKey: Base64.encodeURL(publicKey))
            if let key { users.append(.init(pairingID: row.pairing, deviceID: row.device, key: key)) }
            rows.append(row)
            guard rows.count == 500 || number == count - 1 else { continue }
            try await core.store.add(rows, requesterID: requester.id, now: now)
            rows = []
        }
        return BenchmarkPopulation(
            consumerKey: requester.consumerKey, consumerSecret: requester.consumerSecret, users: users)
    }
}

/// What is stored of one made-up user.
struct BenchmarkRow: Sendable {
    var user: String
    var device: String
    var pairing: String
    var name: String
    var publicKey: String
}

extension Store {
    /// Stores made-up users.
    fileprivate func add(_ rows: [BenchmarkRow], requesterID: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            for row in rows {
                try transaction.enqueue(
                    "INSERT INTO users (id, requester_id, name, is_enabled, created) VALUES ($1, $2, $3, 1, $4)",
                    [.text(row.user), .text(requesterID), .text(row.name), .integer(now)])
                try transaction.enqueue(
                    "INSERT INTO devices (id, name, public_key, created) VALUES ($1, $2, $3, $4)",
                    [.text(row.device), .text("phone of " + row.name), .text(row.publicKey), .integer(now)])
                try Self.record(
                    .deviceRegistered(row.device, publicKey: Base64.decodeURL(row.publicKey) ?? []), now: now,
                    transaction)
                try transaction.enqueue(
                    """
                    INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires)
                    VALUES ($1, $2, $3, $4, 'enabled', $5, $5)
                    """,
                    [.text(row.pairing), .text(requesterID), .text(row.user), .text(row.device), .integer(now)])
            }
        }
    }
}

#endif
