internal import COpenSSL

extension Digest {
    /// Returns the digest of `message`.
    public static func hash(_ message: Span<UInt8>, using algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
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
