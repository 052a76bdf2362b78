#if Service

/// What people read who have no second factor.
enum AuthAPIText {
    /// Returns what a user without a second factor is told.
    static func enrolment(_ link: String?) -> String {
        guard let link else { return "No phone is paired with this user: ask your administrator" }
        return "No phone is paired with this user yet. Open this link on the phone, and log in again: \(link)"
    }
}

#endif
