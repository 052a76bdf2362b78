internal import COpenSSL

extension Digest {
    /// Returns the digest of `message`.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public static func hash(_ message: Span<UInt8>, using algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        // EVP_Digest fetches its method each time, under a lock and with a reference count that all threads share.
        DirectStates.areAllowed ? try direct(message, algorithm) : try provided(message, algorithm)
    }

    /// Returns the digest by libcrypto's hash functions.
    static func direct(_ message: Span<UInt8>, _ algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.digestCount)
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe toopher_digest_direct(
                DirectStates.hash(algorithm), message.baseAddress, message.count, &digest)
        }
        guard status == 1 else { throw ErrorQueue.failure("digest") }
        return digest
    }

    /// Returns the digest by OpenSSL's providers.
    static func provided(_ message: Span<UInt8>, _ algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        let method =
            switch algorithm {
            case .sha1: unsafe EVP_sha1()
            case .sha256: unsafe EVP_sha256()
            case .sha512: unsafe EVP_sha512()
            }
        var digest = [UInt8](repeating: 0, count: algorithm.digestCount)
        guard let method = unsafe method,
            unsafe message.withUnsafeBufferPointer({ message in
                unsafe EVP_Digest(message.baseAddress, message.count, &digest, nil, method, nil) == 1
            })
        else { throw ErrorQueue.failure("EVP_Digest") }
        return digest
    }
}
