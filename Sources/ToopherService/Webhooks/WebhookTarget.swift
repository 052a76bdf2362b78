#if Service

/// Where a requester's messages are sent, and what signs them.
struct WebhookTarget: Sendable, Hashable {
    /// A secret as the database holds it.
    struct SealedSecret: Sendable, Hashable {
        var id: String
        var sealed: String
    }

    var requesterID: String
    var url: String
    /// Those that have not expired, the current one first.
    var secrets: [SealedSecret]
}

#endif
