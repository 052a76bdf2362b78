internal import COpenSSL
internal import Synchronization

/// An HMAC key (RFC 2104) whose keyed state is prepared once and used by many threads.
///
/// Preparing a key hashes it into two block states; doing that per message halves the rate. The
/// two states are never changed again, so any number of threads may copy them, each into a
/// ``HMACWorkspace`` of its own, without a lock or a counter between them.
@safe
public final class HMACKey: @unchecked Sendable {
    // Sendable because both contexts are only read after `init`: EVP_MD_CTX_copy_ex takes its
    // source as const, and the fetched EVP_MD is the same object in source and destination, so
    // not even its reference count is touched.

    /// The hash function inside the HMAC.
    public let algorithm: HashAlgorithm

    /// The hash after the key xor 0x36… (inner) and xor 0x5c… (outer).
    private let inner: OpaquePointer
    private let outer: OpaquePointer
    private let idle = Mutex<[PooledWorkspace]>([])

    /// Prepares `key` for `algorithm`. A key of any length is accepted, also an empty one.
    public init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        guard let inner = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        guard let outer = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_MD_CTX_free(inner)
            throw ErrorQueue.failure("EVP_MD_CTX_new")
        }
        self.algorithm = algorithm
        unsafe self.inner = inner
        unsafe self.outer = outer
        guard let method = unsafe Self.method(of: algorithm),
            let shortened = try Self.shortened(key, algorithm),
            unsafe Self.absorb(shortened, xor: 0x36, algorithm, method, into: inner),
            unsafe Self.absorb(shortened, xor: 0x5c, algorithm, method, into: outer)
        else { throw ErrorQueue.failure("HMAC key") }
    }

    deinit {
        unsafe EVP_MD_CTX_free(inner)
        unsafe EVP_MD_CTX_free(outer)
    }

    /// The authentication code of `message`, one digest long.
    public func authenticationCode(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try authenticationCode(for: message.span)
    }

    /// The authentication code of `message`, one digest long.
    public func authenticationCode(for message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        let pooled = if let some = idle.withLock({ $0.popLast() }) { some } else { try PooledWorkspace() }
        var code = [UInt8](repeating: 0, count: algorithm.digestCount)
        var output = code.mutableSpan
        try authenticationCode(for: message, into: &output, using: pooled.workspace)
        idle.withLock { $0.append(pooled) }
        return code
    }

    /// Writes the authentication code of `message` into the first ``HashAlgorithm/digestCount``
    /// bytes of `code`. Allocates nothing in Swift and takes no lock.
    ///
    /// - Parameter workspace: the calling thread's.
    public func authenticationCode(
        for message: Span<UInt8>, into code: inout MutableSpan<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) {
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                guard let output = code.baseAddress else { return Int32(0) }
                return unsafe toopher_hmac(
                    inner, outer, workspace.context, message.baseAddress, message.count, output, code.count)
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("HMAC") }
    }

    /// Whether `code` is the authentication code of `message`, compared in constant time.
    public func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        ConstantTime.areEqual(try authenticationCode(for: message), code)
    }

    /// Whether `code` is the authentication code of `message`, compared in constant time.
    /// Allocates nothing in Swift and takes no lock.
    ///
    /// - Parameter workspace: the calling thread's.
    public func isValid(
        _ code: Span<UInt8>, for message: Span<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) -> Bool {
        var computed: [64 of UInt8] = .init(repeating: 0)
        var output = computed.mutableSpan
        try authenticationCode(for: message, into: &output, using: workspace)
        return ConstantTime.areEqual(computed.span.extracting(first: algorithm.digestCount), code)
    }

    /// A key longer than a block is replaced by its digest.
    private static func shortened(_ key: SecretBytes, _ algorithm: HashAlgorithm) throws(CryptoError) -> SecretBytes? {
        guard key.count > algorithm.blockCount else { return key }
        return try key.withBytes { bytes throws(CryptoError) in
            try SecretBytes(Digest.hash(bytes, using: algorithm))
        }
    }

    /// Starts `context` with one block: the key, padded with zeros, each byte xor `mask`.
    private static func absorb(
        _ key: SecretBytes, xor mask: UInt8, _ algorithm: HashAlgorithm, _ method: OpaquePointer,
        into context: OpaquePointer
    ) -> Bool {
        var block = [UInt8](repeating: mask, count: algorithm.blockCount)
        key.withBytes { bytes in
            for index in bytes.indices { block[index] ^= bytes[index] }
        }
        defer { unsafe OPENSSL_cleanse(&block, block.count) }
        return unsafe EVP_DigestInit_ex2(context, method, nil) == 1
            && EVP_DigestUpdate(context, block, block.count) == 1
    }

    /// The fetched implementation, one object for the life of the process: copying between
    /// contexts of the same object leaves its reference count alone.
    private static func method(of algorithm: HashAlgorithm) -> OpaquePointer? {
        switch algorithm {
        case .sha1: unsafe sha1
        case .sha256: unsafe sha256
        case .sha512: unsafe sha512
        }
    }

    private nonisolated(unsafe) static let sha1 = unsafe fetch("SHA1")
    private nonisolated(unsafe) static let sha256 = unsafe fetch("SHA256")
    private nonisolated(unsafe) static let sha512 = unsafe fetch("SHA512")

    private static func fetch(_ name: String) -> OpaquePointer? {
        unsafe EVP_MD_fetch(nil, name, nil)
    }
}

/// What one thread needs to compute HMACs without allocating: an `EVP_MD_CTX` that the keyed
/// states are copied into. Serves every key and algorithm; for one thread at a time.
@safe
public struct HMACWorkspace: ~Copyable, @unchecked Sendable {
    // Sendable because the one owner of the value is the only one who reaches the context.
    fileprivate let context: OpaquePointer

    /// An empty workspace.
    public init() throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("EVP_MD_CTX_new") }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }
}

/// A workspace that changes hands: whoever takes it out of the pool is its only user until it
/// is put back.
private final class PooledWorkspace: Sendable {
    let workspace: HMACWorkspace

    init() throws(CryptoError) {
        workspace = try HMACWorkspace()
    }
}
