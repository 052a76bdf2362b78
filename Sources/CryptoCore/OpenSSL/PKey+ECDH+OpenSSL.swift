internal import COpenSSL

extension PKey {
    /// Returns the secret that two P-256 keys share: the x coordinate of this scalar times the other's point, 32 bytes.
    func sharedSecret(with peer: PKey) throws(CryptoError) -> SecretBytes {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil) else {
            throw ErrorQueue.failure("EVP_PKEY_CTX_new_from_pkey")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        return try SecretBytes(count: 32) { secret throws(CryptoError) in
            var length = secret.count
            let isDerived = unsafe secret.withUnsafeMutableBufferPointer { secret in
                // Zero: the point need not be checked again.
                unsafe EVP_PKEY_derive_init(context) == 1
                    && EVP_PKEY_derive_set_peer_ex(context, peer.pointer, 0) == 1
                    && EVP_PKEY_derive(context, secret.baseAddress, &length) == 1
            }
            guard isDerived, length == secret.count else { throw ErrorQueue.failure("EVP_PKEY_derive") }
        }
    }
}
