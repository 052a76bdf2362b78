#if Service

/// That a phone has something to decide, for its push service.
struct PushNotice: Sendable, Hashable {
    /// The phone.
    let deviceID: String
    /// Who asks.
    let requesterID: String
    /// The pairing by which the phone is asked: at most one request of it is pending.
    let pairingID: String
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

    /// Whether it is sent without another look at what it is about.
    var isCertain: Bool { attempts == 0 && !isDelayed }
}

#endif
