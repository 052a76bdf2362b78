internal import CSSL

/// The TLS context that all connections of a server share.
@safe final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer

    /// - Parameters:
    ///   - identity: The certificate and key.
    ///   - usesHTTP2: Whether ALPN (RFC 7301) selects HTTP/2; otherwise HTTP/1.1.
    init(_ identity: TestAuthority.Identity, usesHTTP2: Bool) {
        unsafe context = unsafe required(
            toopher_server_context(identity.certificateFile, identity.keyFile, usesHTTP2 ? 1 : 0))
    }

    deinit { unsafe SSL_CTX_free(context) }

    /// Waits for the client's handshake. Returns `nil` if it fails.
    func accept(_ socket: Int32) -> TLSSession? {
        let session = unsafe required(SSL_new(context))
        guard unsafe SSL_set_fd(session, socket) == 1, unsafe SSL_accept(session) == 1 else {
            unsafe SSL_free(session)
            return nil
        }
        return unsafe TLSSession(session)
    }
}

/// The TLS session of one connection. Used by the thread of its script only.
@safe final class TLSSession: @unchecked Sendable {
    private let session: OpaquePointer

    init(_ session: OpaquePointer) { unsafe self.session = unsafe session }

    deinit { unsafe SSL_free(session) }

    /// Returns the number of bytes read; zero or less at the end.
    func read(_ buffer: inout [UInt8]) -> Int {
        unsafe Int(SSL_read(session, &buffer, Int32(buffer.count)))
    }

    /// Returns the number of bytes written; zero or less if the connection has ended.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        unsafe bytes.withUnsafeBytes { unsafe Int(SSL_write(session, $0.baseAddress, Int32($0.count))) }
    }

    /// Sends close_notify.
    func end() { _ = unsafe SSL_shutdown(session) }
}
