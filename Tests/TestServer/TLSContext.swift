/// The TLS context that all connections of a server share.
@safe final class TLSContext: @unchecked Sendable {
    let context: OpaquePointer

    /// Creates an object that owns an `SSL_CTX`.
    init(owning context: OpaquePointer) { unsafe self.context = unsafe context }

    deinit { freeContext() }
}
