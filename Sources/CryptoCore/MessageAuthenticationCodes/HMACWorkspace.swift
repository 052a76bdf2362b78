/// Working memory for one thread that computes HMACs, for keys of every algorithm.
@safe
public struct HMACWorkspace: ~Copyable, @unchecked Sendable {
    // Sendable because only the owner of the value reaches the context.

    /// The `EVP_MD_CTX` that keyed states are copied into.
    let context: OpaquePointer

    deinit { unsafe Self.free(context) }
}
