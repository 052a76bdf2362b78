internal import CScan
internal import Synchronization

/// Where a run of fingerprints lies in memory, to have one of its places brought near without waiting
/// for the lock that the run lies behind.
///
/// The run may move or go away at any time, also between the two loads of a reader: nothing is ever read
/// from the address, and a wrong one costs a little time and does no harm.
struct PlaceHint: ~Copyable {
    private let address = Atomic<UInt>(0)
    private let places = Atomic<Int>(0)

    /// Notes where a run lies now.
    @inline(__always)
    func note(_ extent: (address: UInt, places: Int)) {
        address.store(extent.address, ordering: .relaxed)
        places.store(extent.places, ordering: .relaxed)
    }

    /// Has the memory brought near where `fingerprint` belongs in the run noted last.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint) {
        let start = address.load(ordering: .relaxed)
        let place = fingerprint.place(among: places.load(ordering: .relaxed))
        let stride = MemoryLayout<Fingerprint>.stride
        // A search may go on into the next cache line; the length of the run stands before it.
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: start &+ UInt(truncatingIfNeeded: place &* stride)))
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: start &+ UInt(truncatingIfNeeded: (place &+ 4) &* stride)))
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: start &- UInt(truncatingIfNeeded: stride)))
    }
}
