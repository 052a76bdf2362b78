#if Service

extension Dialect {
    static let sqlite = Dialect(
        beginRead: "BEGIN",
        // A deferred transaction that becomes a writer later can fail half-way.
        beginWrite: "BEGIN IMMEDIATE",
        beginMigration: ["BEGIN IMMEDIATE"])
}

#endif
