internal import COpenSSL

/// The keyed states of an HMAC in plain memory, for the hash functions of libcrypto that work
/// without a context: copying a state is an assignment and not an allocation.
///
/// These functions bypass OpenSSL's providers, so they are not used where a process demands FIPS.
@safe
struct DirectStates: ~Copyable, @unchecked Sendable {
    // Sendable because the memory is only read after `init`.

    /// The hash after the key xor 0x36… (inner) and after the key xor 0x5c… (outer).
    private let states: UnsafeMutablePointer<toopher_keyed_states>
    private let hash: toopher_hash

    /// Whether libcrypto has such functions and nothing forbids them.
    static let areAllowed = toopher_has_direct_hashes == 1 && EVP_default_properties_is_fips_enabled(nil) == 0

    /// Where the states are, as a hint what to bring near; not to be read from.
    var address: UInt { unsafe UInt(bitPattern: states) }

    init(_ algorithm: HashAlgorithm, _ blocks: borrowing KeyBlocks) throws(CryptoError) {
        let hash: toopher_hash =
            switch algorithm {
            case .sha1: toopher_sha1
            case .sha256: toopher_sha256
            case .sha512: toopher_sha512
            }
        // On a cache line of their own: with many keys, each further line is one more wait.
        let size = MemoryLayout<toopher_keyed_states>.size
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        let states = unsafe memory.initializeMemory(as: toopher_keyed_states.self, to: toopher_keyed_states())
        let isReady = unsafe blocks.withUnsafePointers { inner, outer in
            unsafe toopher_hmac_prepare(states, hash, inner, outer) == 1
        }
        guard isReady else {
            unsafe OPENSSL_cleanse(states, size)
            unsafe states.deallocate()
            throw ErrorQueue.failure("HMAC key")
        }
        self.hash = hash
        unsafe self.states = states
    }

    deinit {
        unsafe OPENSSL_cleanse(states, MemoryLayout<toopher_keyed_states>.size)
        unsafe states.deallocate()
    }

    /// Writes one digest into `code`, which has room for it.
    @inline(__always)
    func compute(_ message: Span<UInt8>, _ code: inout MutableSpan<UInt8>) throws(CryptoError) {
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                guard let output = code.baseAddress else { return Int32(0) }
                return unsafe toopher_hmac_direct(states, hash, message.baseAddress, message.count, output)
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("HMAC") }
    }
}
