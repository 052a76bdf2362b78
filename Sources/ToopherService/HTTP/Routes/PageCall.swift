#if Service

internal import CryptoCore

/// A call of the script of a page on which phones are paired.
struct PageCall: Sendable {
    /// What the page was opened for.
    var session: ManagementSession
    /// Whether the page is one for a log-in: its user has shown no second factor, may pair a first phone and nothing else.
    var isLogIn: Bool
    /// The key of the postback.
    var secret: SecretBytes
    /// The digest of the page's token.
    var digest: String
    var fields: RequestParameters
    /// The base URL of the service, without `/v1`.
    var base: String
    /// The connection, whose end ends a wait.
    var connection: ClientConnection?

    /// Refuses what only the page of phones may do.
    func requireManagement() throws(ProtocolError) {
        guard !isLogIn else { throw .notFound }
    }
}

#endif
