#if Service

/// Whether a one-time password is accepted.
enum OneTimePasswordVerdict: Sendable, Hashable {
    /// It is, now and never again.
    case valid
    /// It is not: it is wrong, was used before, or the user has nothing that shows passwords.
    case invalid
    /// Nothing was compared: after too many wrong ones none is accepted before this time, in seconds since 1970.
    case locked(until: Int64)
}

#endif
