#if Service

internal import CryptoCore

/// What a browser of the operator's has: a token in a cookie, and one in every form.
struct AdminSession: Sendable {
    /// The cookie's name. Its path keeps it from most other servers of the same host, whose ports cookies do not tell apart.
    static let cookieName = "toopher-admin"
    /// From the printing of a link to its use, in seconds.
    static let linkLifetime: Int64 = 600
    /// From the use of a link to the end of the session, in seconds.
    static let lifetime: Int64 = 8 * 3600

    /// The token, of 192 random bits.
    let token: String
    /// What the database has of it.
    let digest: String
    /// In every form of the session's pages: no other site knows it.
    let formToken: String

    /// Creates the session of a token.
    init(token: String) throws(CryptoError) {
        self.token = token
        digest = try LinkToken.digest("session " + token)
        formToken = try LinkToken.digest("form " + token)
    }
}

#endif
