#if Service

/// The part of a list that one response has.
struct ListPage: Sendable, Hashable {
    static let maximumLimit: Int64 = 1000

    /// The most items.
    var limit: Int64 = 100
    /// The id of the last item of the part before; empty for the first part. It sorts before every id.
    var after = ""
}

#endif
