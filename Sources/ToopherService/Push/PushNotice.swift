#if Service

/// That a phone has something to decide, for its push service.
struct PushNotice: Sendable, Hashable {
    /// The phone.
    let deviceID: String
    /// The authentication request or pairing.
    let subjectID: String
    /// From when on the phone shows it, in seconds since 1970.
    var from: Int64
    /// When it expires, in seconds since 1970.
    let until: Int64
    /// Whether it was not sent at once, and may be about what is decided meanwhile.
    var isDelayed = false
    /// How often it was sent.
    var attempts = 0
}

#endif
