/// The TLS session of one connection. Used by the thread of its script only.
@safe final class TLSSession: @unchecked Sendable {
    let session: OpaquePointer

    /// Creates an object that owns an `SSL`.
    init(owning session: OpaquePointer) { unsafe self.session = unsafe session }

    deinit { freeSession() }
}
