#if Service

/// An opened iframe page: what its signed URL asked for.
struct PageSession: Sendable, Hashable {
    var requesterID: String
    /// The secret that the URL was signed with, and that the postback will be signed with.
    var secretID: String
    var draft: AuthenticationRequestDraft
    var echo: Postback.Echo
    /// Whether a user without a phone may pair one on the page.
    var allowsPairing: Bool
    /// Where the link for a lost phone is mailed; `nil` if the requester named no address.
    var resetAddress: MailAddress?
    /// When the page's token expires, in seconds since 1970.
    var expires: Int64
}

#endif
