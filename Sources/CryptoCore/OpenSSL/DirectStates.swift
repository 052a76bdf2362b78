/// The keyed states of an HMAC in plain memory, for libcrypto's hash functions without a context.
///
/// To copy a state is an assignment and not an allocation. These functions bypass OpenSSL's providers, so they are not
/// used in a process that demands FIPS.
@safe
struct DirectStates: ~Copyable, @unchecked Sendable {
    // Sendable because the memory is only read after `init`.

    /// The address of a `toopher_keyed_states`.
    let memory: UnsafeMutableRawPointer

    let algorithm: HashAlgorithm

    deinit { unsafe Self.free(memory) }
}
