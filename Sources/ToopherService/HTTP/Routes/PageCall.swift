#if Service

internal import CryptoCore

/// A call of the script of a page on which phones are paired.
struct PageCall: Sendable {
    /// What the page may do.
    var session: ManagementSession
    /// The key of the postback.
    var secret: SecretBytes
    /// The digest of the page's token.
    var digest: String
    var fields: RequestParameters
    /// The base URL of the service, without `/v1`.
    var base: String
    /// The connection, whose end ends a wait.
    var connection: ClientConnection?
}

#endif
