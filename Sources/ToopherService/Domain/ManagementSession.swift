#if Service

/// An opened page on which a user manages phones: what its signed URL said.
///
/// Whoever has the page's token may remove the user's phones and pair others. So a requester shows this page only to a user
/// whom it has authenticated.
struct ManagementSession: Sendable, Hashable {
    var requesterID: String
    /// The secret that signed the URL, and signs the postback.
    var secretID: String
    var userName: String
    /// Where the link for a lost phone is mailed; `nil` if the requester named no address.
    var resetAddress: MailAddress?
    var echo: Postback.Echo
    /// When the page's token expires, in seconds since 1970.
    var expires: Int64

    /// What limits count by.
    var userKey: String { requesterID + " " + userName }

    /// Returns whether a pairing is one of the user's.
    func owns(_ pairing: Pairing) -> Bool {
        pairing.requesterID == requesterID && pairing.user.name.utf8.elementsEqual(userName.utf8)
    }
}

#endif
