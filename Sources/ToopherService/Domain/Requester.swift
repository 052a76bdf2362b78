#if Service

/// An integrating service: it asks for decisions.
struct Requester: Sendable {
    /// The most secrets that verify at a time: the current one, and the one before it during a rotation.
    static let maximumSecrets = 2

    var id: String
    var name: String
    var consumerKey: String
    var state = RequesterState.active
    var policy = RequesterPolicy()
    /// The sites that may show its pages in a frame, and get answers in the URL.
    var origins: [String] = []
    /// Whether an endpoint is told what happens.
    var hasWebhook = false
    /// The programs that speak the Auth API for it.
    var integrations: [Integration] = []
    /// The current one first. Those that have ended are here as long as pages may need them.
    var secrets: [RequesterSecret]

    /// Returns the secrets that verify requests at a time, the current one first.
    func validSecrets(at now: Int64) -> [RequesterSecret] {
        Array(secrets.filter { $0.expires.map { now < $0 } ?? true }.prefix(Self.maximumSecrets))
    }

    /// Returns the secret of an id, also one that has ended.
    ///
    /// A page's postback is signed with the secret that signed its URL: by that one its requester knows it.
    func secret(id: String) -> RequesterSecret? {
        secrets.first { $0.id == id }
    }
}

#endif
