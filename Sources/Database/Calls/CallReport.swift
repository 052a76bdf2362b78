#if Service

/// What became of a call of a database.
public struct CallReport: Sendable, Hashable {
    /// What a call does.
    public enum Kind: Sendable, Hashable {
        /// ``Database/query(_:_:)``.
        case query
        /// ``Database/read(_:)``.
        case read
        /// ``Database/write(_:)``.
        case write
    }

    /// What the call does.
    public let kind: Kind
    /// How long it took, with the time that it waited for its turn.
    public let duration: Duration
    /// Whether it has thrown an error.
    public let hasFailed: Bool
}

#endif
