/// A set of fingerprints in one run of memory, 16 bytes each: open addressing, at most two thirds full.
///
/// Places follow the order of the fingerprints, so the run is almost sorted, and growing copies it from
/// the front to the end of a larger one without a jump.
struct FingerprintSet {
    private var places = ContiguousArray(repeating: Fingerprint.empty, count: 24)
    private(set) var count = 0

    /// The bytes from one place to the next.
    static var stride: Int { MemoryLayout<Fingerprint>.stride }

    /// The run's memory, as a hint what to bring near; not to be read from.
    @inline(__always)
    var extent: (address: UInt, places: Int) {
        unsafe places.withUnsafeBufferPointer { (UInt(bitPattern: $0.baseAddress), $0.count) }
    }

    /// Adds `fingerprint`, and tells whether it was not there yet.
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

    /// By a third and not to double the size: sets that fill at the same rate also grow at the same
    /// time, and must not all be half empty then.
    @inline(never)
    private mutating func grow() {
        var larger = ContiguousArray(repeating: Fingerprint.empty, count: places.count + places.count / 3)
        for fingerprint in places where fingerprint != .empty {
            var index = fingerprint.place(among: larger.count)
            while larger[index] != .empty { index = index + 1 == larger.count ? 0 : index + 1 }
            larger[index] = fingerprint
        }
        places = larger
    }
}
