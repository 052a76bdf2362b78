internal import COpenSSL

extension ReferenceMessageEncryption {
    /// Prepares what does not depend on the message.
    package init(publicKey: P256.PublicKey, authenticationSecret: [UInt8]) throws(CryptoError) {
        guard let derivation = unsafe EVP_KDF_fetch(nil, OSSL_KDF_NAME_HKDF, nil) else {
            throw ErrorQueue.failure("EVP_KDF_fetch")
        }
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil) else {
            unsafe EVP_KDF_free(derivation)
            throw ErrorQueue.failure("EVP_CIPHER_fetch")
        }
        unsafe peer = publicKey.key.withPointer { key in
            unsafe EVP_PKEY_up_ref(key)
            return unsafe key
        }
        unsafe self.derivation = derivation
        unsafe self.cipher = cipher
        peerPoint = publicKey.x963Representation
        self.authenticationSecret = authenticationSecret
    }

    /// Returns the body for `record`, which ends in a delimiter and padding.
    package func encrypt(_ record: [UInt8]) throws(CryptoError) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: 86 + record.count + 16)
        var (point, shared, input) = (bytes(65), bytes(32), bytes(32))
        var (contentKey, nonce, salt) = (bytes(16), bytes(12), bytes(16))
        guard let key = unsafe toopher_p256_generate() else { throw ErrorQueue.failure("EVP_PKEY_Q_keygen") }
        defer { unsafe EVP_PKEY_free(key) }
        var length = 0
        guard unsafe EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, &point, 65, &length) == 1,
            unsafe agree(key, &shared), unsafe RAND_bytes(&salt, 16) == 1,
            derive(shared, authenticationSecret, Self.keyInfo + peerPoint + point, &input),
            derive(input, salt, Self.contentKeyInfo, &contentKey), derive(input, salt, Self.nonceInfo, &nonce)
        else { throw ErrorQueue.failure("RFC 8291") }
        body.replaceSubrange(..<86, with: salt + [0, 0, 16, 0, 65] + point)
        guard seal(record, contentKey, nonce, &body) else { throw ErrorQueue.failure("AES-GCM") }
        unsafe OPENSSL_cleanse(&shared, 32)
        unsafe OPENSSL_cleanse(&input, 32)
        unsafe OPENSSL_cleanse(&contentKey, 16)
        return body
    }

    static func free(_ peer: OpaquePointer, _ derivation: OpaquePointer, _ cipher: OpaquePointer) {
        unsafe EVP_PKEY_free(peer)
        unsafe EVP_KDF_free(derivation)
        unsafe EVP_CIPHER_free(cipher)
    }

    private static let keyInfo = Array("WebPush: info\0".utf8)
    private static let contentKeyInfo = Array("Content-Encoding: aes128gcm\0".utf8)
    private static let nonceInfo = Array("Content-Encoding: nonce\0".utf8)

    private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private func agree(_ key: OpaquePointer, _ shared: inout [UInt8]) -> Bool {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var length = shared.count
        return unsafe EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer_ex(context, peer, 0) == 1
            && EVP_PKEY_derive(context, &shared, &length) == 1
    }

    private func derive(_ key: [UInt8], _ salt: [UInt8], _ info: [UInt8], _ output: inout [UInt8]) -> Bool {
        guard let context = unsafe EVP_KDF_CTX_new(derivation) else { return false }
        defer { unsafe EVP_KDF_CTX_free(context) }
        return unsafe key.withUnsafeBytes { key in
            unsafe salt.withUnsafeBytes { salt in
                unsafe info.withUnsafeBytes { info in
                    let parameters = unsafe [
                        OSSL_PARAM_construct_utf8_string(
                            ParameterName.digest, UnsafeMutablePointer(mutating: ParameterName.sha256), 0),
                        OSSL_PARAM_construct_octet_string(
                            ParameterName.key, UnsafeMutableRawPointer(mutating: key.baseAddress), key.count),
                        OSSL_PARAM_construct_octet_string(
                            ParameterName.salt, UnsafeMutableRawPointer(mutating: salt.baseAddress), salt.count),
                        OSSL_PARAM_construct_octet_string(
                            ParameterName.info, UnsafeMutableRawPointer(mutating: info.baseAddress), info.count),
                        OSSL_PARAM_construct_end(),
                    ]
                    return unsafe EVP_KDF_derive(context, &output, output.count, parameters) == 1
                }
            }
        }
    }

    private func seal(_ record: [UInt8], _ key: [UInt8], _ nonce: [UInt8], _ body: inout [UInt8]) -> Bool {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return false }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        return unsafe body.withUnsafeMutableBufferPointer { body in
            guard let base = body.baseAddress else { return false }
            let sealed = unsafe base + 86
            var written: Int32 = 0
            return unsafe EVP_EncryptInit_ex2(context, cipher, key, nonce, nil) == 1
                && EVP_EncryptUpdate(context, sealed, &written, record, Int32(record.count)) == 1
                && EVP_EncryptFinal_ex(context, sealed + record.count, &written) == 1
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, sealed + record.count) == 1
        }
    }
}
