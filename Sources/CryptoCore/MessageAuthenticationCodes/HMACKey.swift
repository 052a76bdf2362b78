internal import Platform

/// An HMAC key whose keyed state is prepared once and used by many threads.
///
/// Preparing a key hashes it into two block states; to do that for each message would halve the rate. The states do not
/// change afterwards, so any number of threads copy them without a lock and without a shared counter.
///
/// RFC 2104.
public final class HMACKey: Sendable {
    /// The memory that holds the keyed states.
    private enum States: ~Copyable {
        case direct(DirectStates)
        case provided(ProvidedStates)
    }

    /// The hash function inside the HMAC.
    public let algorithm: HashAlgorithm

    private let states: States
    private let idle = Lock<[PooledWorkspace]>([])

    /// Creates a key from a secret of any length, also an empty one.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public convenience init(_ algorithm: HashAlgorithm, key: SecretBytes) throws(CryptoError) {
        try self.init(algorithm, key: key, isProvided: !DirectStates.areAllowed)
    }

    /// Creates a key.
    ///
    /// - Parameter isProvided: Whether OpenSSL's providers compute the hashes.
    init(_ algorithm: HashAlgorithm, key: SecretBytes, isProvided: Bool) throws(CryptoError) {
        self.algorithm = algorithm
        let blocks = try KeyBlocks(key, algorithm)
        states =
            isProvided ? .provided(try ProvidedStates(algorithm, blocks)) : .direct(try DirectStates(algorithm, blocks))
    }

    /// Returns the authentication code of `message`, one digest long.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public func authenticationCode(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try authenticationCode(for: message.span)
    }

    /// Returns the authentication code of `message`, one digest long.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public func authenticationCode(for message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        let pooled = if let some = idle.withLock({ $0.popLast() }) { some } else { try PooledWorkspace() }
        var code = [UInt8](repeating: 0, count: algorithm.digestCount)
        var output = code.mutableSpan
        try authenticationCode(for: message, into: &output, using: pooled.workspace)
        idle.withLock { $0.append(pooled) }
        return code
    }

    /// Writes the authentication code of `message` into the first ``HashAlgorithm/digestCount`` bytes of `code`.
    ///
    /// Allocates nothing in Swift and takes no lock.
    ///
    /// - Parameters:
    ///   - message: The message, of any length.
    ///   - code: Memory for at least one digest.
    ///   - workspace: The workspace of the calling thread.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails, or the memory is too short.
    public func authenticationCode(
        for message: Span<UInt8>, into code: inout MutableSpan<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) {
        guard code.count >= algorithm.digestCount else { throw ErrorQueue.failure("HMAC into too little room") }
        switch states {
        case .direct(let states): try states.compute(message, &code)
        case .provided(let states): try states.compute(message, &code, workspace)
        }
    }

    /// Returns whether `code` is the authentication code of `message`, in constant time.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails, which says nothing about the code.
    public func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        ConstantTime.areEqual(try authenticationCode(for: message), code)
    }

    /// Returns whether `code` is the authentication code of `message`, in constant time.
    ///
    /// Allocates nothing in Swift and takes no lock.
    ///
    /// - Parameters:
    ///   - code: The code to check, of any length.
    ///   - message: The message, of any length.
    ///   - workspace: The workspace of the calling thread.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails, which says nothing about the code.
    public func isValid(
        _ code: Span<UInt8>, for message: Span<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) -> Bool {
        var computed: [64 of UInt8] = .init(repeating: 0)
        var output = computed.mutableSpan
        try authenticationCode(for: message, into: &output, using: workspace)
        return ConstantTime.areEqual(computed.span.extracting(first: algorithm.digestCount), code)
    }

    /// Copies the keyed states; returns `false`, and copies nothing, if OpenSSL's providers hold them.
    package func copyStates(into copy: inout HMACStates) -> Bool {
        switch states {
        case .direct(let states):
            states.copy(into: &copy)
            return true
        case .provided: return false
        }
    }
}

/// A workspace that one caller at a time takes from the pool.
private final class PooledWorkspace: Sendable {
    let workspace: HMACWorkspace

    init() throws(CryptoError) {
        workspace = try HMACWorkspace()
    }
}
