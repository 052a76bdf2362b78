#if Service

/// What a log-in of a user comes to before anybody is asked.
enum AuthAPIStanding: Sendable {
    /// The user can be asked.
    case asked(AuthAPIUser)
    /// The user has no second factor; with the link that pairs a phone, if there may be one.
    case unenrolled(name: String)
    /// The user must not be let in, with a text for the user.
    case refused(String)
}

#endif
