#if Service

/// What the engines have to be told in different words.
struct Dialect: Sendable {
    /// Begins a transaction that reads one snapshot.
    let beginRead: String
    /// Begins a transaction that changes something.
    let beginWrite: String
    /// Begin a step of a migration, for which other processes wait.
    let beginMigration: [String]
}

#endif
