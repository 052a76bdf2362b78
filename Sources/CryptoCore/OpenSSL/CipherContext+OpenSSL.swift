internal import COpenSSL

extension CipherContext {
    // One object for the life of the process: to fetch takes a lock.
    private nonisolated(unsafe) static let aes128 = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)
    private nonisolated(unsafe) static let aes256 = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

    /// Prepares a key of 16 or 32 bytes.
    convenience init(_ key: SecretBytes) throws(CryptoError) {
        precondition(key.count == 16 || key.count == 32)
        guard let method = unsafe key.count == 16 ? Self.aes128 : Self.aes256, let pointer = unsafe EVP_CIPHER_CTX_new()
        else {
            throw ErrorQueue.failure("EVP_CIPHER_fetch")
        }
        unsafe self.init(owning: pointer)
        let status = key.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe EVP_EncryptInit_ex2(pointer, method, key.baseAddress, nil, nil)
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("EVP_EncryptInit_ex2") }
    }

    /// Writes the ciphertext and the tag behind the nonce, with which `sealed` begins and after which it has room for both.
    func seal(
        _ plaintext: Span<UInt8>, _ associatedData: Span<UInt8>, _ sealed: inout MutableSpan<UInt8>
    ) throws(CryptoError) {
        precondition(sealed.count == plaintext.count + AESGCM.overhead)
        let status = unsafe plaintext.withUnsafeBufferPointer { plaintext in
            unsafe associatedData.withUnsafeBufferPointer { data in
                unsafe sealed.withUnsafeMutableBufferPointer { sealed in
                    guard let nonce = sealed.baseAddress else { return Int32(0) }
                    return unsafe toopher_gcm_seal(
                        pointer, nonce, data.baseAddress, data.count, plaintext.baseAddress, plaintext.count,
                        nonce + AESGCM.nonceCount)
                }
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("AES-GCM") }
    }

    /// Writes the plaintext; returns `false`, and leaves zeros, if the tag does not match.
    func open(
        _ sealed: Span<UInt8>, _ associatedData: Span<UInt8>, _ plaintext: inout MutableSpan<UInt8>
    ) -> Bool {
        precondition(sealed.count == plaintext.count + AESGCM.overhead)
        let status = unsafe sealed.withUnsafeBufferPointer { sealed in
            unsafe associatedData.withUnsafeBufferPointer { data in
                unsafe plaintext.withUnsafeMutableBufferPointer { plaintext in
                    guard let nonce = sealed.baseAddress else { return Int32(0) }
                    return unsafe toopher_gcm_open(
                        pointer, nonce, data.baseAddress, data.count, nonce + AESGCM.nonceCount, plaintext.count,
                        plaintext.baseAddress)
                }
            }
        }
        guard status == 1 else {
            _ = ErrorQueue.drain()
            return false
        }
        return true
    }

    static func free(_ pointer: OpaquePointer) {
        unsafe EVP_CIPHER_CTX_free(pointer)
    }
}
