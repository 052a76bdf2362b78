/// The encryption of RFC 8291 as a program in C would make it: OpenSSL's calls in a row, with what can be prepared prepared.
///
/// A yardstick, with which the speed of the module `WebPush` is compared.
@safe
package struct ReferenceMessageEncryption: ~Copyable {
    /// The `EVP_PKEY` of the browser.
    let peer: OpaquePointer
    /// The `EVP_KDF` of HKDF.
    let derivation: OpaquePointer
    /// The `EVP_CIPHER` of AES-128-GCM.
    let cipher: OpaquePointer
    let peerPoint: [UInt8]
    let authenticationSecret: [UInt8]

    deinit { unsafe Self.free(peer, derivation, cipher) }
}
