internal import CSSL

extension TLSSession {
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

    /// Frees the `SSL`; for `deinit` only.
    func freeSession() { unsafe SSL_free(session) }
}
