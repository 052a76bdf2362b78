internal import COpenSSL

extension ReferenceHMAC {
    /// Creates an HMAC from a secret of any length, also an empty one.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        guard let method = unsafe EVP_MAC_fetch(nil, OSSL_MAC_NAME_HMAC, nil) else {
            throw ErrorQueue.failure("EVP_MAC_fetch")
        }
        defer { unsafe EVP_MAC_free(method) }
        guard let context = unsafe EVP_MAC_CTX_new(method) else { throw ErrorQueue.failure("EVP_MAC_CTX_new") }
        guard unsafe Self.prepare(context, algorithm, key) == 1 else {
            unsafe EVP_MAC_CTX_free(context)
            throw ErrorQueue.failure("EVP_MAC_init")
        }
        unsafe self.context = context
    }

    /// Writes the authentication code of `message` into the first bytes of `code`.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public func compute(_ message: Span<UInt8>, into code: inout MutableSpan<UInt8>) throws(CryptoError) {
        let written = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                guard let output = code.baseAddress else { return 0 }
                return unsafe toopher_mac(context, message.baseAddress, message.count, output, code.count)
            }
        }
        guard written != 0 else { throw ErrorQueue.failure("EVP_MAC") }
    }

    static func free(_ context: OpaquePointer) {
        unsafe EVP_MAC_CTX_free(context)
    }

    private static func prepare(_ context: OpaquePointer, _ algorithm: HashAlgorithm, _ key: SecretBytes) -> Int32 {
        var name = Array(algorithm.openSSLName.utf8CString)
        return key.withBytes { bytes in
            unsafe name.withUnsafeMutableBufferPointer { name in
                let parameters = unsafe [
                    OSSL_PARAM_construct_utf8_string(ParameterName.digest, name.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return unsafe bytes.withUnsafeBufferPointer { bytes in
                    // To OpenSSL a null pointer means "keep the old key", so an empty key needs an address.
                    var none: UInt8 = 0
                    return unsafe withUnsafePointer(to: &none) { none in
                        unsafe EVP_MAC_init(context, bytes.baseAddress ?? none, bytes.count, parameters)
                    }
                }
            }
        }
    }
}
