/// An OpenSSL key.
@safe
final class PKey: @unchecked Sendable {
    // Sendable because the key never changes: OpenSSL permits any number of threads to sign and verify with one
    // EVP_PKEY, each with a context of its own.

    /// The `EVP_PKEY`.
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe Self.free(pointer) }

    /// Calls `body` with the handle.
    func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        return unsafe body(pointer)
    }
}
