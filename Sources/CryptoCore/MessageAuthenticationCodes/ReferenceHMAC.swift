/// HMAC as OpenSSL itself offers it: an `EVP_MAC` context that is initialised again for each message.
///
/// Slower than ``HMACKey``, whose speed and results are compared with it.
@safe
public struct ReferenceHMAC: ~Copyable {
    /// The `EVP_MAC_CTX` with the prepared key.
    let context: OpaquePointer

    deinit { unsafe Self.free(context) }
}
