/// The keyed states of an HMAC in two contexts of OpenSSL's providers, for a process that demands FIPS.
@safe
struct ProvidedStates: ~Copyable, @unchecked Sendable {
    // Sendable because both contexts are only read after `init`: EVP_MD_CTX_copy_ex takes its source as const, and
    // source and destination share the fetched EVP_MD, whose reference count then stays as it is.

    /// The `EVP_MD_CTX` after the inner block.
    let inner: OpaquePointer

    /// The `EVP_MD_CTX` after the outer block.
    let outer: OpaquePointer

    deinit {
        unsafe Self.free(inner)
        unsafe Self.free(outer)
    }
}
