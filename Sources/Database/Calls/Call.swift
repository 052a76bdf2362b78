#if Service

/// A call that waits for a thread of the database.
struct Call: Sendable {
    /// Hands the caller its result.
    typealias Completion = @Sendable () -> Void

    enum Work: Sendable {
        /// One statement, without a transaction.
        case query(@Sendable (Connection) throws(DatabaseError) -> Completion)
        case read(@Sendable (Connection) throws(DatabaseError) -> Completion)
        case write(@Sendable (Transaction) throws(DatabaseError) -> Completion)
    }

    let number: UInt64
    let work: Work
    /// Hands the caller an error instead.
    let fail: @Sendable (DatabaseError) -> Void

    var isWrite: Bool {
        if case .write = work { true } else { false }
    }
}

#endif
