#if Service

internal import CryptoCore
internal import OAuth1

/// One of a requester's secrets, with the keys that were derived from it.
struct RequesterSecret: Sendable {
    var id: String
    /// As the database holds it. If it is unchanged, so are the keys.
    var sealed: String
    /// The raw secret, which signs postbacks.
    var secret: SecretBytes
    /// What verifies requests.
    var credentials: Credentials
    /// From when on it verifies nothing, in seconds since 1970; `nil` for the current one.
    var expires: Int64?
}

#endif
