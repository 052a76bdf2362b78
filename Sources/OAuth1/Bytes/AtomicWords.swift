internal import Synchronization

/// Words of ``AtomicBlocks``, each of which is loaded and stored atomically.
///
/// The order in which other threads see several of them is up to the caller.
@safe
struct AtomicWords: ~Escapable {
    private let base: UnsafeMutablePointer<Atomic<UInt64>>?
    /// The number of words.
    let count: Int

    /// Creates a view of words at an address, or of none.
    @_lifetime(immortal)
    init(base: UnsafeMutablePointer<Atomic<UInt64>>?, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Returns some of the words.
    @_lifetime(copy self)
    @inline(__always)
    func extracting(_ range: Range<Int>) -> AtomicWords {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let words = unsafe AtomicWords(base: base.map { unsafe $0 + range.lowerBound }, count: range.count)
        return unsafe _overrideLifetime(words, copying: self)
    }

    /// A word.
    @inline(__always)
    subscript(index: Int) -> UInt64 {
        get { unsafe address(of: index).pointee.load(ordering: .relaxed) }
        nonmutating set { unsafe address(of: index).pointee.store(newValue, ordering: .relaxed) }
    }

    /// Begins to load the cache line of a word, and does not wait for it.
    @inline(__always)
    func prefetch(_ index: Int) {
        unsafe PrefetchAddress(UInt(bitPattern: address(of: index))).prefetch()
    }

    @inline(__always)
    private func address(of index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        guard let base = unsafe base else { preconditionFailure("no words") }
        return unsafe base + index
    }
}
