/// A thread's copy of the keyed states of an ``HMACKey``, in memory of its own that is used again for the next key.
///
/// Whoever keeps keyed states as plain words can hand them to a thread without an object that all threads would count
/// references to. The copy is as secret as the key: ``wipe()`` it after use.
@safe
package struct HMACStates: ~Copyable, @unchecked Sendable {
    // Sendable because only the owner of the value reaches the memory.

    /// The number of words in the memory, enough for every algorithm.
    package static let capacity = 16

    /// The hash function that the states are of.
    package private(set) var algorithm = HashAlgorithm.sha1

    /// The words of a `toopher_keyed_states`.
    ///
    /// Behind a pointer, so that no move of this value leaves a copy of them.
    @usableFromInline let words: UnsafeMutablePointer<UInt64>

    /// Creates states that are all zero.
    package init() {
        unsafe words = .allocate(capacity: Self.capacity)
        unsafe words.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        unsafe Self.cleanse(words, Self.capacity)
        unsafe words.deallocate()
    }

    /// The number of words that the states of an algorithm take.
    package static func count(of algorithm: HashAlgorithm) -> Int {
        switch algorithm {
        case .sha1: 5
        case .sha256: 8
        case .sha512: 16
        }
    }

    /// A word of the states.
    @inlinable
    package subscript(index: Int) -> UInt64 {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: 16))
            return unsafe words[index]
        }
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: 16))
            unsafe words[index] = newValue
        }
    }

    /// Makes these the states of another algorithm, whose words the caller writes next.
    package mutating func begin(_ algorithm: HashAlgorithm) {
        self.algorithm = algorithm
    }

    /// Overwrites the states with zeros.
    package mutating func wipe() {
        unsafe Self.cleanse(words, Self.count(of: algorithm))
    }

    /// Returns whether `code` is the authentication code of `message`, in constant time.
    ///
    /// Allocates nothing in Swift and takes no lock.
    package func isValid(_ code: Span<UInt8>, for message: Span<UInt8>) throws(CryptoError) -> Bool {
        var computed: [64 of UInt8] = .init(repeating: 0)
        var output = computed.mutableSpan
        try compute(message, &output)
        return ConstantTime.areEqual(computed.span.extracting(first: algorithm.digestCount), code)
    }
}
