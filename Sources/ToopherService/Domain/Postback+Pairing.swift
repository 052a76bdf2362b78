#if Service

internal import OAuth1

extension Postback {
    /// Returns the fields for a pairing that has been decided on.
    static func fields(for pairing: Pairing, at now: Int64) -> [Parameter] {
        let status = pairing.status(at: now)
        return [
            Parameter("resource_type", "pairing"), Parameter("id", pairing.id),
            Parameter("enabled", text(status == .enabled)), Parameter("pending", text(status == .pending)),
            // The same as `enabled`, for WordPress.
            Parameter("paired", text(status == .enabled)), Parameter("pairing_user_id", pairing.user.id),
            Parameter("user_name", pairing.user.name),
            Parameter("user_toopher_authentication_enabled", text(pairing.user.isEnabled)),
        ]
    }

    /// Returns the fields for a user whose phones were managed.
    static func fields(for user: User) -> [Parameter] {
        [
            Parameter("resource_type", "requester_user"), Parameter("id", user.id), Parameter("name", user.name),
            Parameter("toopher_authentication_enabled", text(user.isEnabled)),
        ]
    }
}

#endif
