#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Opens the database of a service, migrates it, and makes sure that the key of its secrets is at hand.
    static func open(
        _ configuration: ServiceConfiguration, random: RandomSource,
        onNotification: @escaping @Sendable (DatabaseNotification) -> Void
    ) async throws -> Store {
        let location = try DatabaseLocation(configuration.database)
        let database = try Database(location, migrations: Schema.migrations, onNotification: onNotification)
        do {
            return try await open(database, keyPath(configuration, location), random)
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

    /// Returns the path of the key file; `nil` for a key that ends with the process.
    private static func keyPath(
        _ configuration: ServiceConfiguration, _ location: DatabaseLocation
    ) throws(ServiceError) -> String? {
        if let named = configuration.keyFile { return named }
        if configuration.database == ":memory:" { return nil }
        guard !location.isPostgreSQL else {
            throw .keyUnavailable(
                path: "", reason: "with PostgreSQL it must be named with --key-file, and be the same on every node")
        }
        return configuration.database + ".key"
    }

    /// Returns the key. Only for a new database it is created: for any other, another key would be of no use.
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
