#if Service

/// What a change on the desk has come to.
struct AdminOutcome: Sendable {
    /// What undoes it, if anything does.
    var undo: AdminChange?
    /// The page to go on with.
    var page: String
    /// What is shown only this once.
    var credentials: Credentials?

    /// A consumer key and a new secret.
    struct Credentials: Sendable {
        var key: String
        var secret: String
        /// Until when the secret before it counts, in seconds since 1970; `nil` if there was none.
        var previousEnds: Int64?
    }
}

#endif
