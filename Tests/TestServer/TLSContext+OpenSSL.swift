internal import CSSL

extension TLSContext {
    /// Creates a context.
    ///
    /// - Parameters:
    ///   - identity: The certificate and key.
    ///   - usesHTTP2: Whether ALPN (RFC 7301) selects HTTP/2; otherwise HTTP/1.1.
    convenience init(_ identity: TestAuthority.Identity, usesHTTP2: Bool) {
        unsafe self.init(
            owning: required(toopher_server_context(identity.certificateFile, identity.keyFile, usesHTTP2 ? 1 : 0)))
    }

    /// Waits for the client's handshake. Returns `nil` if it fails.
    func accept(_ socket: Int32) -> TLSSession? {
        let session = unsafe required(SSL_new(context))
        guard unsafe SSL_set_fd(session, socket) == 1, unsafe SSL_accept(session) == 1 else {
            unsafe SSL_free(session)
            return nil
        }
        return unsafe TLSSession(owning: session)
    }

    /// Frees the `SSL_CTX`; for `deinit` only.
    func freeContext() { unsafe SSL_CTX_free(context) }
}
