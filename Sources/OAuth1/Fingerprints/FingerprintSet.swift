/// A set of fingerprints in one array of 16 bytes each: open addressing, at most two thirds full.
///
/// Places follow the order of the fingerprints, so the array is almost sorted, and growing copies it from front to end.
struct FingerprintSet {
    private var places: ContiguousArray<Fingerprint>
    private(set) var count = 0
    /// The memory of all places, to prefetch one of them.
    ///
    /// Stored, because the array would be retained to compute it.
    private(set) var extent: PrefetchExtent

    init() {
        places = ContiguousArray(repeating: .empty, count: 24)
        extent = PrefetchExtent(of: places)
    }

    /// The number of bytes from one place to the next.
    static var stride: Int { MemoryLayout<Fingerprint>.stride }

    /// Inserts `fingerprint`; returns whether it was missing.
    @inline(__always)
    mutating func insert(_ fingerprint: Fingerprint) -> Bool {
        let fingerprint = fingerprint.storable
        if (count &+ 1) &* 3 > places.count &* 2 { grow() }
        var index = fingerprint.place(among: places.count)
        while places[index] != .empty {
            if places[index] == fingerprint { return false }
            index = index &+ 1 == places.count ? 0 : index &+ 1
        }
        places[index] = fingerprint
        count &+= 1
        return true
    }

    /// Grows by a third: sets that fill at the same rate also grow at the same time, and if they doubled, all of them
    /// would be half empty then.
    @inline(never)
    private mutating func grow() {
        var larger = ContiguousArray(repeating: Fingerprint.empty, count: places.count + places.count / 3)
        for fingerprint in places where fingerprint != .empty {
            var index = fingerprint.place(among: larger.count)
            while larger[index] != .empty { index = index + 1 == larger.count ? 0 : index + 1 }
            larger[index] = fingerprint
        }
        places = larger
        extent = PrefetchExtent(of: places)
    }
}
