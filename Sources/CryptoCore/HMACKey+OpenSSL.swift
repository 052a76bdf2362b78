internal import COpenSSL
internal import Synchronization

/// An HMAC key (RFC 2104) whose keyed state is prepared once and used by many threads.
///
/// Preparing a key hashes it into two block states; doing that per message halves the rate. The
/// prepared `EVP_MAC_CTX` is never used itself: callers borrow copies of it from a pool, one per
/// thread at a time, and re-initialise the copy, which keeps the key.
public final class HMACKey: Sendable {
    /// The hash function inside the HMAC.
    public let algorithm: HashAlgorithm

    private let prepared: MACContext
    private let idle = Mutex<[MACContext]>([])

    /// Prepares `key` for `algorithm`. A key of any length is accepted, also an empty one.
    public init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        self.algorithm = algorithm
        prepared = try MACContext(algorithm, key: key)
    }

    /// The authentication code of `message`: 20 bytes with SHA-1, 32 with SHA-256.
    public func authenticationCode(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try authenticationCode(for: message.span)
    }

    /// The authentication code of `message`: 20 bytes with SHA-1, 32 with SHA-256.
    public func authenticationCode(for message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        let context = try borrow()
        var code = [UInt8](repeating: 0, count: algorithm.digestCount)
        var output = code.mutableSpan
        try context.compute(message, into: &output)
        giveBack(context)
        return code
    }

    /// Whether `code` is the authentication code of `message`, compared in constant time.
    public func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        ConstantTime.areEqual(try authenticationCode(for: message), code)
    }

    /// A context that nobody else uses: an idle one, or a fresh copy.
    private func borrow() throws(CryptoError) -> MACContext {
        if let context = idle.withLock({ $0.popLast() }) { return context }
        return try prepared.copy()
    }

    /// Returns a borrowed context. One that failed is dropped instead.
    private func giveBack(_ context: MACContext) {
        idle.withLock { $0.append(context) }
    }
}

/// Owns one `EVP_MAC_CTX`.
@safe
private final class MACContext: @unchecked Sendable {
    // Sendable because a context is either the prepared one, which is only ever duplicated
    // (reading it), or in the hands of the one caller that took it out of the pool.
    private let context: OpaquePointer

    init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        guard let method = unsafe EVP_MAC_fetch(nil, OSSL_MAC_NAME_HMAC, nil) else {
            throw ErrorQueue.failure("EVP_MAC_fetch")
        }
        defer { unsafe EVP_MAC_free(method) }
        guard let context = unsafe EVP_MAC_CTX_new(method) else {
            throw ErrorQueue.failure("EVP_MAC_CTX_new")
        }
        unsafe self.context = context
        guard unsafe Self.initialise(context, algorithm, key) == 1 else {
            throw ErrorQueue.failure("EVP_MAC_init")
        }
    }

    private init(owning context: OpaquePointer) {
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

    func copy() throws(CryptoError) -> MACContext {
        guard let duplicate = unsafe EVP_MAC_CTX_dup(context) else {
            throw ErrorQueue.failure("EVP_MAC_CTX_dup")
        }
        return unsafe MACContext(owning: duplicate)
    }

    /// Writes the code of `message` into `code`, which is exactly one digest long.
    func compute(_ message: Span<UInt8>, into code: inout MutableSpan<UInt8>) throws(CryptoError) {
        let expected = code.count
        guard unsafe EVP_MAC_init(context, nil, 0, nil) == 1,
            unsafe message.isEmpty || toopher_mac_update(context, message) == 1,
            unsafe toopher_mac_final(context, &code) == expected
        else { throw ErrorQueue.failure("EVP_MAC") }
    }

    private static func initialise(_ context: OpaquePointer, _ algorithm: HashAlgorithm, _ key: SecretBytes) -> Int32 {
        var name = Array(algorithm.openSSLName.utf8CString)
        return key.withBytes { bytes in
            unsafe name.withUnsafeMutableBufferPointer { name in
                let parameters = unsafe [
                    OSSL_PARAM_construct_utf8_string(ParameterName.digest, name.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return unsafe bytes.withUnsafeBufferPointer { bytes in
                    // A null key pointer means "keep the old key", so an empty key needs an address.
                    var none: UInt8 = 0
                    return unsafe withUnsafePointer(to: &none) { none in
                        unsafe EVP_MAC_init(context, bytes.baseAddress ?? none, bytes.count, parameters)
                    }
                }
            }
        }
    }
}
