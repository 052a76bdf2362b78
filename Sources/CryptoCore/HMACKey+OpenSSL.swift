internal import COpenSSL
internal import Synchronization

/// An HMAC key (RFC 2104) whose keyed state is prepared once and used by many threads.
///
/// Preparing a key hashes it into two block states; doing that per message halves the rate. The
/// two states are never changed again, so any number of threads may copy them, without a lock or
/// a counter between them.
public final class HMACKey: Sendable {
    /// The hash function inside the HMAC.
    public let algorithm: HashAlgorithm
    private let states: States
    private let idle = Mutex<[PooledWorkspace]>([])

    /// Where the keyed states are kept.
    private enum States: ~Copyable {
        case direct(DirectStates)
        case provided(ProvidedStates)
    }

    /// Prepares `key` for `algorithm`. A key of any length is accepted, also an empty one.
    public convenience init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        try self.init(algorithm, key: key, isProvided: !DirectStates.areAllowed)
    }

    /// - Parameter isProvided: whether OpenSSL's providers compute the hashes.
    init(_ algorithm: HashAlgorithm, key: SecretBytes, isProvided: Bool) throws(CryptoError) {
        self.algorithm = algorithm
        let blocks = try KeyBlocks(key, algorithm)
        states =
            isProvided ? .provided(try ProvidedStates(algorithm, blocks)) : .direct(try DirectStates(algorithm, blocks))
    }

    /// Where the keyed states are in memory, as a hint what to bring near; 0 when they are OpenSSL's.
    package var statesAddress: UInt {
        switch states {
        case .direct(let states): states.address
        case .provided: 0
        }
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
        guard code.count >= algorithm.digestCount else { throw ErrorQueue.failure("HMAC into too little room") }
        switch states {
        case .direct(let states): try states.compute(message, &code)
        case .provided(let states): try states.compute(message, &code, workspace)
        }
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
}

/// What one thread needs to compute HMACs without allocating: an `EVP_MD_CTX` that the keyed
/// states are copied into. Serves every key and algorithm; for one thread at a time.
@safe
public struct HMACWorkspace: ~Copyable, @unchecked Sendable {
    // Sendable because the one owner of the value is the only one who reaches the context.
    let context: OpaquePointer

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
