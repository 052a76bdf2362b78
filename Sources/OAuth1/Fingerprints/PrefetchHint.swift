internal import Synchronization

/// Where a table of fingerprints is in memory, so that one of its places can be prefetched without the table's lock.
///
/// The table may move or be freed at any time, also between the two loads of a reader; see ``PrefetchAddress``.
struct PrefetchHint: ~Copyable {
    private let address = Atomic<UInt>(0)
    private let places = Atomic<Int>(0)

    /// Records where the table is now.
    @inline(__always)
    func update(_ extent: PrefetchExtent) {
        // Stored only if it changes, so that concurrent readers share the cache line.
        if address.load(ordering: .relaxed) != extent.address.number {
            address.store(extent.address.number, ordering: .relaxed)
        }
        if places.load(ordering: .relaxed) != extent.places { places.store(extent.places, ordering: .relaxed) }
    }

    /// Prefetches the place of `fingerprint` in the table that was recorded last.
    ///
    /// - Parameter stride: The number of bytes from one place to the next.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint, stride: Int) {
        let start = address.load(ordering: .relaxed)
        let place = fingerprint.place(among: places.load(ordering: .relaxed))
        // A place may span two cache lines, and a search may continue in the next one.
        PrefetchAddress(start &+ UInt(truncatingIfNeeded: place &* stride)).prefetchTwoLinesForWriting()
        // The count of an array precedes its elements.
        PrefetchAddress(start &- 16).prefetch()
    }
}

/// The memory of a table.
struct PrefetchExtent {
    let address: PrefetchAddress
    /// The number of places in the table.
    let places: Int

    @inline(__always)
    init<Place>(of places: ContiguousArray<Place>) {
        address = PrefetchAddress(ofElementsOf: places)
        self.places = places.count
    }
}
