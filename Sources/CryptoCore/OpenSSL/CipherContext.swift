/// An OpenSSL context that holds the key schedule of AES-GCM, for one caller at a time.
@safe
final class CipherContext: @unchecked Sendable {
    // Sendable because only the caller that took it out of its key's pool reaches the EVP_CIPHER_CTX.

    /// The `EVP_CIPHER_CTX`.
    let pointer: OpaquePointer

    /// Takes over the caller's context.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe Self.free(pointer) }
}
