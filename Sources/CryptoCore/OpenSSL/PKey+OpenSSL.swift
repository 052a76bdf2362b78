internal import COpenSSL

extension PKey {
    /// Returns the signature of `message`: for an elliptic curve ECDSA in DER, for RSA with PKCS #1 v1.5 padding.
    func signature(for message: Span<UInt8>, using hash: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        var length = Int(unsafe EVP_PKEY_get_size(pointer))
        var signature = [UInt8](repeating: 0, count: length)
        let isSigned = unsafe message.withUnsafeBufferPointer { message in
            unsafe EVP_DigestSignInit_ex(context, nil, hash.openSSLName, nil, nil, pointer, nil) == 1
                && EVP_DigestSign(context, &signature, &length, message.baseAddress, message.count) == 1
        }
        guard isSigned else { throw ErrorQueue.failure("EVP_DigestSign with \(hash.openSSLName)") }
        signature.removeLast(signature.count - length)
        return signature
    }

    /// Returns whether `signature` is a signature of `message` by this key.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` only if OpenSSL cannot tell, as under a policy that forbids
    ///   the hash function.
    func isValidSignature(
        _ signature: Span<UInt8>, for message: Span<UInt8>, using hash: HashAlgorithm
    ) throws(CryptoError) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit_ex(context, nil, hash.openSSLName, nil, nil, pointer, nil) == 1 else {
            throw ErrorQueue.failure("EVP_DigestVerify with \(hash.openSSLName)")
        }
        let result = unsafe message.withUnsafeBufferPointer { message in
            unsafe signature.withUnsafeBufferPointer { signature in
                unsafe EVP_DigestVerify(
                    context, signature.baseAddress, signature.count, message.baseAddress, message.count)
            }
        }
        // 0 is a wrong signature, which leaves reasons in the queue; less than 0 is a failure.
        guard result >= 0 else { throw ErrorQueue.failure("EVP_DigestVerify with \(hash.openSSLName)") }
        if result == 0 { _ = ErrorQueue.drain() }
        return result == 1
    }

    static func free(_ pointer: OpaquePointer) {
        unsafe EVP_PKEY_free(pointer)
    }
}
