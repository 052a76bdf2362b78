internal import COpenSSL

/// Owns one `EVP_PKEY`.
@safe
final class PKey: @unchecked Sendable {
    // Sendable because the key is never changed after initialisation: OpenSSL allows any number
    // of threads to sign and verify with one EVP_PKEY, each with a context of its own.
    private let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// Lends the handle to `body`.
    func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        return unsafe body(pointer)
    }

    /// The signature of `message` by the key's own scheme: ECDSA in DER, RSA with PKCS #1 v1.5 padding.
    func sign(_ message: Span<UInt8>, using hash: HashAlgorithm) throws(CryptoError) -> [UInt8] {
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

    /// Whether `signature` is one of `message` by this key. Throws only where OpenSSL cannot tell, as
    /// under a policy that forbids the hash function.
    func isValid(
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
        // 0 is a wrong signature, which leaves its reasons behind; less than 0 is a failure.
        guard result >= 0 else { throw ErrorQueue.failure("EVP_DigestVerify with \(hash.openSSLName)") }
        if result == 0 { _ = ErrorQueue.drain() }
        return result == 1
    }
}
