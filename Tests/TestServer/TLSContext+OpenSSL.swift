internal import CSSL

/// The server's side of TLS: what all connections of a server share.
@safe final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer

    /// - Parameters:
    ///   - identity: what the server proves itself with.
    ///   - speaksHTTP2: whether it is HTTP/2 that ALPN agrees on (RFC 7301); if not, HTTP/1.1.
    init(_ identity: TestAuthority.Identity, speaksHTTP2: Bool) {
        unsafe context = unsafe required(
            toopher_server_context(identity.certificateFile, identity.keyFile, speaksHTTP2 ? 1 : 0))
    }

    deinit { unsafe SSL_CTX_free(context) }

    /// Waits for the client's handshake. Nil if it fails.
    func accept(_ socket: Int32) -> TLSSession? {
        let session = unsafe required(SSL_new(context))
        guard unsafe SSL_set_fd(session, socket) == 1, unsafe SSL_accept(session) == 1 else {
            unsafe SSL_free(session)
            return nil
        }
        return unsafe TLSSession(session)
    }
}

/// One connection's TLS. Used by the thread of its script alone.
@safe final class TLSSession: @unchecked Sendable {
    private let session: OpaquePointer

    init(_ session: OpaquePointer) { unsafe self.session = unsafe session }

    deinit { unsafe SSL_free(session) }

    /// Returns how many bytes came; zero or less once no more will.
    func read(_ buffer: inout [UInt8]) -> Int {
        unsafe Int(SSL_read(session, &buffer, Int32(buffer.count)))
    }

    /// Returns how many bytes went; zero or less if none will.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        unsafe bytes.withUnsafeBytes { unsafe Int(SSL_write(session, $0.baseAddress, Int32($0.count))) }
    }

    /// Says that nothing more will come.
    func end() { _ = unsafe SSL_shutdown(session) }
}
