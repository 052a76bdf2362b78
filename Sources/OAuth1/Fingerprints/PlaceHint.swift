internal import CScan
internal import Synchronization

/// Where a table by fingerprints lies in memory, to have one of its places brought near without waiting
/// for the lock that the table lies behind.
///
/// The table may move or go away at any time, also between the two loads of a reader: nothing is ever read
/// from the address, and a wrong one costs a little time and does no harm.
struct PlaceHint: ~Copyable {
    private let address = Atomic<UInt>(0)
    private let places = Atomic<Int>(0)

    /// Notes where the table lies now.
    @inline(__always)
    func note(_ extent: (address: UInt, places: Int)) {
        address.store(extent.address, ordering: .relaxed)
        places.store(extent.places, ordering: .relaxed)
    }

    /// Has the memory brought near where `fingerprint` belongs in the table noted last, whose places are `stride`
    /// bytes apart.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint, stride: Int) {
        let start = address.load(ordering: .relaxed)
        let place = fingerprint.place(among: places.load(ordering: .relaxed))
        let first = start &+ UInt(truncatingIfNeeded: place &* stride)
        // A place may lie on two cache lines, and a search may go on into the next one; the length of
        // an array stands before it.
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: first))
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: first &+ 64))
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: start &- 16))
    }
}
