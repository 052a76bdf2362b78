internal import COpenSSL

extension DirectStates {
    /// Whether libcrypto has such functions and the process may use them.
    static let areAllowed = toopher_has_direct_hashes == 1 && EVP_default_properties_is_fips_enabled(nil) == 0

    private static var size: Int { MemoryLayout<toopher_keyed_states>.size }

    /// Creates the keyed states from the blocks of a key.
    init(_ algorithm: HashAlgorithm, _ blocks: borrowing KeyBlocks) throws(CryptoError) {
        // On a cache line of their own, and in as few as possible.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 64)
        let states = unsafe memory.initializeMemory(as: toopher_keyed_states.self, to: toopher_keyed_states())
        let isReady = unsafe blocks.withUnsafePointers { inner, outer in
            unsafe toopher_hmac_prepare(states, Self.hash(algorithm), inner, outer) == 1
        }
        guard isReady else {
            unsafe Self.free(memory)
            throw ErrorQueue.failure("HMAC key")
        }
        self.algorithm = algorithm
        unsafe self.memory = memory
    }

    /// Writes one digest into `code`, which has room for it.
    @inline(__always)
    func compute(_ message: Span<UInt8>, _ code: inout MutableSpan<UInt8>) throws(CryptoError) {
        let states = unsafe memory.assumingMemoryBound(to: toopher_keyed_states.self)
        let hash = Self.hash(algorithm)
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                guard let output = code.baseAddress else { return Int32(0) }
                return unsafe toopher_hmac_direct(states, hash, message.baseAddress, message.count, output)
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("HMAC") }
    }

    static func free(_ memory: UnsafeMutableRawPointer) {
        unsafe OPENSSL_cleanse(memory, size)
        unsafe memory.deallocate()
    }

    @inline(__always)
    static func hash(_ algorithm: HashAlgorithm) -> toopher_hash {
        switch algorithm {
        case .sha1: toopher_sha1
        case .sha256: toopher_sha256
        case .sha512: toopher_sha512
        }
    }
}
