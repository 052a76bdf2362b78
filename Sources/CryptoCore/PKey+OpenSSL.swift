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

    /// The ECDSA signature of SHA-256(`message`), in DER.
    func signSHA256(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        var length = Int(unsafe EVP_PKEY_get_size(pointer))
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, pointer) == 1,
            unsafe EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        else { throw ErrorQueue.failure("EVP_DigestSign") }
        signature.removeLast(signature.count - length)
        return signature
    }

    /// Whether `der` is a signature of SHA-256(`message`) by this key.
    func verifySHA256(_ der: [UInt8], of message: [UInt8]) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        let isValid =
            unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, pointer) == 1
            && EVP_DigestVerify(context, der, der.count, message, message.count) == 1
        if !isValid { _ = ErrorQueue.drain() }
        return isValid
    }
}
