/// A number of OpenSSL's, wiped before it is freed.
@safe
struct BigNumber: ~Copyable {
    /// The `BIGNUM`.
    let pointer: OpaquePointer

    deinit { unsafe Self.free(pointer) }
}

extension BigNumber {
    /// The temporary numbers that OpenSSL's arithmetic needs.
    @safe
    struct Scratch: ~Copyable {
        /// The `BN_CTX`.
        let pointer: OpaquePointer

        deinit { unsafe Self.free(pointer) }
    }
}
