#if Service

/// One opened iframe page: what its signed URL asked for.
struct PageSession: Sendable, Hashable {
    var requesterID: String
    var draft: AuthenticationRequestDraft
    var echo: Postback.Echo
    /// From this second on, the page's token is worthless.
    var expires: Int64
}

#endif
