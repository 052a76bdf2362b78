#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Opens the database of a service, migrates it, and makes sure that the key of its secrets is at hand.
    static func open(
        _ configuration: ServiceConfiguration, random: RandomSource, metrics: ServiceMetrics? = nil,
        onNotification: @escaping @Sendable (DatabaseNotification) -> Void
    ) async throws -> Store {
        let location = try DatabaseLocation(configuration.database)
        var options = DatabaseOptions()
        options.isExclusive = configuration.isExclusive
        options.connectionCount = configuration.databaseConnections
        if let metrics { options.observer = { metrics.database.record($0) } }
        let database = try Database(
            location, options: options, migrations: Schema.migrations, onNotification: onNotification)
        do {
            let path = configuration.keyFilePath
            guard path != nil || !location.isPostgreSQL else {
                throw ServiceError.keyUnavailable(
                    path: "", reason: "with PostgreSQL it must be named with --key-file, and be the same on every node")
            }
            return try await open(database, path, random)
        } catch {
            // Threads that still connect must not run while the process exits.
            await database.close()
            throw error
        }
    }

    private static func open(
        _ database: Database, _ path: String?, _ random: RandomSource
    ) async throws -> Store {
        let sealer = try SecretSealer(key(path, isNew: await isUnclaimed(database), random))
        let store = Store(database: database, sealer: sealer)
        switch try await store.claim() {
        case .accepted: return store
        case .otherKey:
            throw ServiceError.keyUnavailable(
                path: path ?? "", reason: "the secrets in the database are encrypted with another key")
        case .unfinishedCopy:
            throw ServiceError.databaseUnavailable(
                reason: "a copy into this database was not finished: remove its tables or the file, and copy again")
        }
    }

    /// Returns the key, for no path one that ends with the process. Only for a new database it is created: for any other, another key would be of no use.
    private static func key(_ path: String?, isNew: Bool, _ random: RandomSource) throws -> SecretBytes {
        guard let path else { return SecretBytes(try random(KeyFile.keyBytes)) }
        let file = KeyFile(path: path)
        if isNew { return try file.readOrCreate(random) }
        if let key = try file.read() { return key }
        throw ServiceError.keyUnavailable(
            path: path,
            reason:
                "it is missing, and the secrets in the database are encrypted with it: restore it, or name it with --key-file"
        )
    }
}

#endif
