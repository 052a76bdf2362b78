#if Service

/// What counts of a pending request when the same user is asked again.
struct OpenRequest: Sendable, Hashable {
    var id: String
    /// What equal requests have in common; `nil` for one that is never merged.
    var mergeKey: String?
    /// From when on the phone shows it, in seconds since 1970.
    var shownFrom: Int64
    /// The deadline, in seconds since 1970.
    var expires: Int64
    /// The number to match; `nil` for a request without.
    var matchNumber: String?
}

#endif
