internal import COpenSSL

extension HMACWorkspace {
    /// Creates a workspace.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public init() throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        unsafe self.context = context
    }

    static func free(_ context: OpaquePointer) {
        unsafe EVP_MD_CTX_free(context)
    }
}
