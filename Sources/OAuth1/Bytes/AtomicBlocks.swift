internal import Synchronization

/// Growing memory of words that any number of threads load while one stores them.
///
/// Block `n` has `first << n` words, zero at first. It is allocated when it is first needed, and it neither moves nor is
/// freed before the end, so a reader needs no lock to be sure of an address.
///
/// Unsafe inside, by these invariants: an address is either 0 or that of a complete block, and is published after the
/// block was initialised; every access is atomic and checked against the size of its block.
struct AtomicBlocks: ~Copyable {
    /// The addresses of the blocks, 0 for those that were not allocated.
    private let addresses = [28 of Atomic<UInt>] { _ in Atomic(0) }
    /// The number of words in block 0.
    private let first: Int

    init(first: Int) {
        self.first = first
    }

    deinit {
        for number in addresses.indices {
            guard let base = unsafe base(number) else { continue }
            // Wiped, since the words may be secret.
            for index in 0..<first << number { unsafe base[index].store(0, ordering: .relaxed) }
            unsafe base.deallocate()
        }
    }

    /// Returns a block; an empty one if it was not allocated.
    @inline(__always)
    subscript(number: Int) -> AtomicWords {
        @_lifetime(borrow self) get {
            let base = unsafe base(number)
            let words = unsafe AtomicWords(base: base, count: base == nil ? 0 : first << number)
            return unsafe _overrideLifetime(words, borrowing: self)
        }
    }

    /// Allocates a block unless it was. One thread at a time may call this.
    func allocate(_ number: Int) {
        guard unsafe base(number) == nil else { return }
        let count = first << number
        let size = count * MemoryLayout<Atomic<UInt64>>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Int(PrefetchAddress.cacheLine))
        let base = unsafe memory.bindMemory(to: Atomic<UInt64>.self, capacity: count)
        for index in 0..<count { unsafe (base + index).initialize(to: Atomic(0)) }
        addresses[number].store(UInt(bitPattern: base), ordering: .releasing)
    }

    @inline(__always)
    private func base(_ number: Int) -> UnsafeMutablePointer<Atomic<UInt64>>? {
        unsafe UnsafeMutablePointer(bitPattern: addresses[number].load(ordering: .acquiring))
    }
}
